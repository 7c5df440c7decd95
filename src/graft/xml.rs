//! XML as text with places: what the graft changes it changes by splicing bytes, so that all else stays as it was.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// Why a part can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Not UTF-8, or declared to be something else.
    Encoding,
    /// Not well formed, or with declarations of its own.
    Form,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flaw::Encoding => "is not written in UTF-8",
            Flaw::Form => "is not well-formed XML",
        })
    }
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `<a>`
    Open,
    /// `</a>`
    Close,
    /// `<a/>`
    Empty,
}

/// A tag and where it stands.
#[derive(Debug, Clone)]
pub struct Tag<'a> {
    /// What it does.
    pub kind: Kind,
    /// From `<` to behind `>`.
    pub range: Range<usize>,
    /// The same as text.
    pub raw: &'a str,
    /// How many elements it lies in; 0 for the root.
    pub depth: usize,
}

impl<'a> Tag<'a> {
    /// With prefix.
    pub fn name(&self) -> &'a str {
        let from = if self.kind == Kind::Close { 2 } else { 1 };
        let rest = self.raw.get(from..).unwrap_or("");
        rest.split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next().unwrap_or("")
    }

    /// Without prefix.
    pub fn local(&self) -> &'a str {
        local(self.name())
    }

    /// Value of an attribute, by its local name.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        attribute(self.raw, name)
    }
}

/// The tags of a text, one after the other.
pub struct Tags<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    roots: usize,
    ended: bool,
}

impl<'a> Tags<'a> {
    /// Over all of `text`.
    pub fn new(text: &'a str) -> Tags<'a> {
        Tags { text, reader: Reader::from_str(text), depth: 0, roots: 0, ended: false }
    }

    fn step(&mut self) -> Result<Option<Tag<'a>>, Flaw> {
        loop {
            let start = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let event = self.reader.read_event().map_err(|_| Flaw::Form)?;
            let end = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let (kind, depth) = match event {
                Event::Start(_) => {
                    self.depth += 1;
                    (Kind::Open, self.depth - 1)
                }
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or(Flaw::Form)?;
                    (Kind::Close, self.depth)
                }
                Event::Empty(_) => (Kind::Empty, self.depth),
                Event::Eof if self.depth == 0 && self.roots == 1 => return Ok(None),
                Event::Eof => return Err(Flaw::Form),
                // Entities of its own could mean anything.
                Event::DocType(_) => return Err(Flaw::Form),
                _ => continue,
            };
            if depth == 0 && kind != Kind::Close {
                self.roots += 1;
            }
            let raw = self.text.get(start..end).filter(|r| r.starts_with('<') && r.ends_with('>'));
            return Ok(Some(Tag { kind, range: start..end, raw: raw.ok_or(Flaw::Form)?, depth }));
        }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Result<Tag<'a>, Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let step = self.step().transpose();
        self.ended = !matches!(step, Some(Ok(_)));
        step
    }
}

/// The text of a part without its byte order mark, and whether it had one.
pub fn text(bytes: &[u8]) -> Result<(&str, bool), Flaw> {
    let (rest, marked) = match bytes.strip_prefix(BOM) {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let text = str::from_utf8(rest).map_err(|_| Flaw::Encoding)?;
    let head = if text.starts_with("<?xml") { text.split("?>").next().unwrap_or("") } else { "" };
    if let Some(declared) = attribute(head, "encoding")
        && !["utf-8", "utf8", "us-ascii"].contains(&declared.to_ascii_lowercase().as_str())
    {
        return Err(Flaw::Encoding);
    }
    Ok((text, marked))
}

/// What may stand before a UTF-8 text.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Whether the bytes are one well-formed document.
pub fn check(bytes: &[u8]) -> Result<(), Flaw> {
    let (text, _) = text(bytes)?;
    Tags::new(text).try_for_each(|tag| tag.map(|_| ()))
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// An attribute within the text of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name with prefix.
    pub name: Range<usize>,
    /// Its value without the quotes.
    pub value: Range<usize>,
}

/// The attributes of the text of a tag.
pub fn attributes(tag: &str) -> Vec<Attribute> {
    let bytes = tag.as_bytes();
    let at = |i: usize| bytes.get(i).copied();
    let skip = |mut i: usize, while_: fn(u8) -> bool| {
        while at(i).is_some_and(while_) {
            i += 1;
        }
        i
    };
    let in_name = |b: u8| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/' | b'"' | b'\'');
    let mut found = Vec::new();
    // Behind the name of the tag.
    let mut i = skip(0, |b| !b.is_ascii_whitespace());
    loop {
        i = skip(i, |b| b.is_ascii_whitespace());
        let name = i..skip(i, in_name);
        let equals = skip(name.end, |b| b.is_ascii_whitespace());
        if name.is_empty() || at(equals) != Some(b'=') {
            return found;
        }
        let quote = skip(equals + 1, |b| b.is_ascii_whitespace());
        let Some(mark @ (b'"' | b'\'')) = at(quote) else { return found };
        let Some(length) = bytes.get(quote + 1..).and_then(|rest| rest.iter().position(|b| *b == mark)) else {
            return found;
        };
        found.push(Attribute { name, value: quote + 1..quote + 1 + length });
        i = quote + length + 2;
    }
}

/// Value of an attribute of the text of a tag, by its local name; namespaces are no attributes.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let range = place(tag, |full| local(full) == name && !full.starts_with("xmlns"))?;
    Some(plain(tag.get(range)?))
}

/// Value of an attribute, by its name as it is written.
pub fn exact<'a>(tag: &'a str, name: &str) -> Option<Cow<'a, str>> {
    Some(plain(tag.get(place(tag, |full| full == name)?)?))
}

fn place(tag: &str, wanted: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    attributes(tag).into_iter().find(|a| tag.get(a.name.clone()).is_some_and(&wanted)).map(|a| a.value)
}

/// The text of a tag with another value of an attribute, which is added where it is missing.
pub fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    let value = escaped(value);
    if let Some(range) = place(tag, |full| full == name) {
        return [tag.get(..range.start), Some(&value), tag.get(range.end..)].into_iter().flatten().collect();
    }
    let end = tag.trim_end_matches('>').trim_end_matches('/').trim_end().len();
    format!("{} {name}=\"{value}\"{}", tag.get(..end).unwrap_or(""), tag.get(end..).unwrap_or(""))
}

/// The text of a tag without an attribute.
pub fn without_attribute(tag: &str, name: &str) -> String {
    let found = attributes(tag).into_iter().find(|a| tag.get(a.name.clone()) == Some(name));
    let Some(found) = found else { return tag.to_string() };
    let head = tag.get(..found.name.start).unwrap_or("").trim_end();
    format!("{head}{}", tag.get(found.value.end + 1..).unwrap_or(""))
}

/// Text as it may stand in an attribute.
pub fn escaped(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(text)
}

/// Text as it may stand between tags, where quotes need no care.
pub fn escaped_text(text: &str) -> Cow<'_, str> {
    quick_xml::escape::partial_escape(text)
}

/// Text as it is meant; as it is written where that can't be told.
pub fn plain(text: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

/// Whether an attribute says yes.
pub fn yes(value: Option<Cow<'_, str>>) -> bool {
    matches!(value.as_deref(), Some("1" | "true" | "on"))
}

/// Changes to a text, applied all at once; places are those of the text as it was.
#[derive(Debug, Default)]
pub struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    /// Puts `text` in place of what is at `range`.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.list.push((range, text.into()));
    }

    /// Puts `text` at a place.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Takes away what is at `range`.
    pub fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// The changed text.
    pub fn apply(mut self, text: &str) -> String {
        // Stable: what is inserted at one place keeps its order.
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        let mut changed = String::with_capacity(text.len());
        let mut from = 0;
        for (range, new) in self.list {
            changed.push_str(text.get(from..range.start).unwrap_or(""));
            changed.push_str(&new);
            from = from.max(range.end);
        }
        changed.push_str(text.get(from..).unwrap_or(""));
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attributes are spelled in many ways; what is not to change must not.
    #[test]
    fn attributes_change_one_at_a_time() {
        let tag = "<x:sheet\r\n name = 'a>b &amp; \"c\"' sheetId=\"1\"\tr:id=\"rId1\" />";
        assert_eq!(attribute(tag, "name").unwrap(), "a>b & \"c\"");
        assert_eq!(attribute(tag, "id").unwrap(), "rId1");
        assert_eq!(exact(tag, "id"), None);
        assert_eq!(with_attribute(tag, "sheetId", "2"), tag.replace("\"1\"", "\"2\""));
        assert_eq!(with_attribute("<a/>", "b", "<\"&"), "<a b=\"&lt;&quot;&amp;\"/>");
        assert_eq!(with_attribute("<a c='1'>", "b", "2"), "<a c='1' b=\"2\">");
        assert_eq!(without_attribute("<a b=\"1\" c=\"2\"/>", "b"), "<a c=\"2\"/>");
        assert_eq!(without_attribute("<a b=\"1\" c=\"2\">", "c"), "<a b=\"1\">");
    }

    /// A broken part must not be spliced: what Excel makes of it is anyone's guess.
    #[test]
    fn only_sound_documents_pass() {
        for sound in ["<a/>", "\u{feff}<?xml version='1.0' encoding='utf-8'?><a>&amp;<b x='>'/><!-- <c> --></a>\n"] {
            assert_eq!(check(sound.as_bytes()), Ok(()), "{sound}");
        }
        for broken in ["", "text", "<a>", "<a></b>", "<a/><b/>", "</a>", "<!DOCTYPE a><a/>", "<a b='1></a>"] {
            assert_eq!(check(broken.as_bytes()), Err(Flaw::Form), "{broken}");
        }
        assert_eq!(check(b"<?xml version='1.0' encoding='utf-16'?><a/>"), Err(Flaw::Encoding));
        assert_eq!(check(b"<a>\xFF</a>"), Err(Flaw::Encoding));
    }
}
