//! Notes come to cells of the analyst's workbook, and nothing else in it changes. Other programs find them there: openpyxl
//! and LibreOffice, where they are on the machine. A Python with openpyxl can be given in `RAILHEAD_PYTHON`.

#[path = "common/grafting.rs"]
mod grafting;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use grafting::{Extra, differences, extended, office, own, packed, part, parts, rich, with};
use railhead::graft::{Elsewhere, Note, Noted, Refusal, Why, with_notes};

const HOSTILE: &str = "<script>&\"' ]]> &amp; \u{1f69a}\u{1f3fb} é\tß & \u{1}done\r\n— two lines";
const MEANT: &str = "<script>&\"' ]]> &amp; \u{1f69a}\u{1f3fb} é\tß & done\n— two lines";

fn note(sheet: &str, cell: &str, text: &str) -> Note {
    Note { sheet: sheet.into(), cell: cell.into(), text: text.into() }
}

/// Puts notes in, and sees that doing it again changes nothing.
fn noted(workbook: &[u8], notes: &[Note]) -> Noted {
    let done = with_notes(workbook, notes).unwrap();
    assert_eq!(done.placed + done.elsewhere.len(), notes.len());
    let again = with_notes(&done.bytes, notes).unwrap();
    assert!(again == done, "the same notes again are no news");
    done
}

fn whys(done: &Noted) -> Vec<(&str, Why)> {
    done.elsewhere.iter().map(|Elsewhere { note, why }| (note.cell.as_str(), *why)).collect()
}

fn shipped() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/vistula-rhine.xlsx")).unwrap()
}

/// The part that a sheet leads to: what its relationship's kind ends in says which.
fn of_sheet(bytes: &[u8], sheet: u32, kind: &str) -> String {
    let rels = part(bytes, &format!("xl/worksheets/_rels/sheet{sheet}.xml.rels"));
    let rel = rels.split("<Relationship ").find(|r| r.contains(&format!("/{kind}\""))).unwrap();
    let target = rel.split("Target=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    format!("xl/{}", target.trim_start_matches("../").trim_start_matches("/xl/"))
}

/// The cells with notes in the order of the part.
fn cells(comments: &str) -> Vec<&str> {
    comments.split("<comment ref=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Runs a script of openpyxl on a workbook: `b` is the workbook, `t` gives the text of a note. False where it can't be had.
fn openpyxl(bytes: &[u8], script: &str) -> bool {
    let python = std::env::var_os("RAILHEAD_PYTHON").unwrap_or("python3".into());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    fs::write(&path, bytes).unwrap();
    let run = |code: &str| Command::new(&python).args(["-W", "ignore", "-c", code]).arg(&path).output();
    if !run("import openpyxl").is_ok_and(|o| o.status.success()) {
        println!("skipped: openpyxl is missing");
        return false;
    }
    let head = "import sys, openpyxl\nb = openpyxl.load_workbook(sys.argv[1])\n\
        def t(s, c): return b[s][c].comment and b[s][c].comment.text\n\
        def all(s): return {c.coordinate: c.comment.text for r in b[s] for c in r if c.comment}\n";
    let out = run(&format!("{head}{script}")).unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    true
}

/// A text as Python spells it.
fn python(text: &str) -> String {
    let codes = text.chars().map(|c| format!("\\U{:08x}", u32::from(c)));
    format!("'{}'", codes.collect::<String>())
}

/// Lets LibreOffice open a workbook and save it as .xlsx; nothing where it can't be had.
fn libre_office(bytes: &[u8]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    fs::write(&path, bytes).unwrap();
    let out = folder.path().join("out");
    let mut profile = OsString::from("-env:UserInstallation=file://");
    profile.push(folder.path().join("profile"));
    let mut command = Command::new("soffice");
    command.arg("--headless").arg(profile).args(["--convert-to", "xlsx", "--outdir"]).arg(&out).arg(&path);
    let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !done.is_ok_and(|status| status.success()) || !out.join("a.xlsx").exists() {
        println!("skipped: LibreOffice is missing");
        return None;
    }
    Some(fs::read(out.join("a.xlsx")).unwrap())
}

/// A workbook without notes gets them with all the parts they need, and what has no place comes back with the reason.
#[test]
fn a_sheet_without_notes_gets_some() {
    let before = own();
    let notes = [
        note("Inputs", "B3", "Too many trucks."),
        note("it's a PLAN", "$a$1", HOSTILE),
        note("Inputs", "A2", "No such fleet."),
        note("Inputs", "B3", "And too dear."),
        note("Nowhere", "A1", "x"),
        note("Inputs", "row 7", "x"),
        note("Inputs", "C1", "\u{2}\n "),
        note("Inputs", "B3", "Too many trucks."),
    ];
    let done = noted(&before, &notes);
    assert_eq!(done.placed, 5);
    assert_eq!(whys(&done), [("A1", Why::NoSheet), ("row 7", Why::NoCell), ("C1", Why::NoWords)]);
    let found = differences(&before, &done.bytes);
    assert!(found.gone.is_empty());
    let rels = "xl/worksheets/_rels/sheet";
    assert_eq!(
        found.changed,
        [
            "[Content_Types].xml".into(),
            format!("{rels}1.xml.rels"),
            format!("{rels}2.xml.rels"),
            "xl/worksheets/sheet1.xml".into(),
            "xl/worksheets/sheet2.xml".into()
        ]
    );
    let new = ["xl/comments1.xml", "xl/comments2.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml"];
    assert_eq!(found.new, new);
    let types = part(&done.bytes, "[Content_Types].xml");
    assert_eq!(types.matches("Extension=\"vml\"").count(), 1);
    assert!(types.contains("PartName=\"/xl/comments2.xml\""));
    // The sheets only say where their boxes are, before their tables and behind their drawings.
    for (sheet, behind, rel) in [(1, "<tableParts", "rId2"), (2, "</worksheet>", "rId2")] {
        let name = format!("xl/worksheets/sheet{sheet}.xml");
        let element = format!("<legacyDrawing r:id=\"{rel}\"/>");
        let text = part(&done.bytes, &name);
        assert!(text.contains(&format!("{element}{behind}")), "{text}");
        assert_eq!(text.replace(&element, ""), part(&before, &name));
    }
    let comments = part(&done.bytes, "xl/comments1.xml");
    assert_eq!(cells(&comments), ["A2", "B3"]);
    assert!(comments.contains("<author>Railhead</author>"));
    assert!(comments.contains(">Too many trucks.\n\nAnd too dear.</t>"), "{comments}");
    let boxes = part(&done.bytes, "xl/drawings/vmlDrawing1.vml");
    assert!(boxes.contains("<x:Row>2</x:Row><x:Column>1</x:Column>") && boxes.contains("visibility:hidden"));
    assert!(part(&done.bytes, "xl/drawings/vmlDrawing2.vml").contains("id=\"_x0000_s2049\""), "a block of its own");
    let meant = python(MEANT);
    openpyxl(
        &done.bytes,
        &format!(
            "assert all('Inputs') == {{'A2': 'No such fleet.', 'B3': 'Too many trucks.\\n\\nAnd too dear.'}}, all('Inputs')
assert t(\"It's a plan\", 'A1') == {meant}, repr(t(\"It's a plan\", 'A1'))
assert b['Inputs']['B3'].comment.author == 'Railhead' and b['Inputs'].tables['Trucks'].ref == 'A1:B5'
assert len(b[\"It's a plan\"]._charts) == 1"
        ),
    );
    // Nothing to say leaves every byte.
    assert!(noted(&before, &[]).bytes == before && noted(&before, &notes[4..7]).bytes == before);
}

/// The workbook that comes with Railhead has notes on its headers. They stay, and more go beside, behind and into them.
#[test]
fn a_sheet_with_notes_gets_more() {
    let before = shipped();
    // The second sheet has no notes, the third has them in its fourth row, and some later ones have them too.
    let book = part(&before, "xl/workbook.xml");
    let names: Vec<&str> = book.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let has_notes = |(name, content): &(String, Vec<u8>), sheet: u32| {
        *name == format!("xl/worksheets/_rels/sheet{sheet}.xml.rels")
            && String::from_utf8_lossy(content).contains("/comments\"")
    };
    let count = u32::try_from(names.len()).unwrap();
    let later = (4..=count).rev().find(|n| parts(&before).iter().any(|part| has_notes(part, *n))).unwrap();
    let (second, third, last) = (names[1], names[2], names[later as usize - 1]);
    let long = "This column was not found where it is looked for. ".repeat(12);
    let notes = [
        note(third, "B4", &long),
        note(third, "C9", "Neither yes nor no."),
        note(third, "A2", "Above them all."),
        note(second, "B8", "No such year."),
        note(last, "A5", "Two rows are called so."),
    ];
    let done = noted(&before, &notes);
    assert!(done.elsewhere.is_empty());
    let found = differences(&before, &done.bytes);
    let had = parts(&before).iter().filter(|(name, _)| name.starts_with("xl/comments")).count();
    let new = [format!("xl/comments{}.xml", had + 1), format!("xl/drawings/vmlDrawing{}.vml", had + 1)];
    assert_eq!(found.new, [new.as_slice(), &["xl/worksheets/_rels/sheet2.xml.rels".into()]].concat());
    assert!(found.gone.is_empty());
    let mut changed = vec!["[Content_Types].xml".to_string(), "xl/worksheets/sheet2.xml".into()];
    for sheet in [3, later] {
        changed.extend(["comments", "vmlDrawing"].map(|kind| of_sheet(&before, sheet, kind)));
    }
    changed.sort();
    assert_eq!(found.changed, changed);

    let name = of_sheet(&before, 3, "comments");
    let (old, new) = (part(&before, &name), part(&done.bytes, &name));
    assert_eq!(cells(&new), [vec!["A2"], cells(&old), vec!["C9"]].concat());
    assert_eq!(new.matches("<author>").count(), old.matches("<author>").count(), "Railhead wrote the others too");
    for comment in old.split("<comment ref=") {
        assert!(new.contains(comment.split("</text>").next().unwrap()), "{comment}");
    }
    let name = of_sheet(&before, 3, "vmlDrawing");
    let (old, new) = (part(&before, &name), part(&done.bytes, &name));
    let ids = |text: &str| -> BTreeSet<String> {
        let rests = text.split("id=\"_x0000_s").skip(1);
        rests.map(|rest| rest.split('"').next().unwrap().to_string()).collect()
    };
    assert_eq!(new.matches("<v:shapetype ").count(), 1);
    assert_eq!(new.matches("<v:shape ").count(), old.matches("<v:shape ").count() + 2);
    assert_eq!(ids(&new).len(), ids(&old).len() + 2, "every shape has a number of its own");
    // The box of the note that says more is higher, and nothing else about it is different.
    let shape = |text: &str| text.split("<v:shape ").nth(2).unwrap().to_string();
    let height = |text: &str| {
        let text = shape(text);
        text.split("height:").nth(1).unwrap().split("pt").next().unwrap().parse::<f64>().unwrap()
    };
    assert!(height(&new) > height(&old) + 100.0 && height(&new) < 700.0);
    assert!(shape(&new).contains("width:195pt") && shape(&new).contains("<x:Row>3</x:Row><x:Column>1</x:Column>"));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.xlsx");
    fs::write(&path, &before).unwrap();
    let (path, long) = (python(path.to_str().unwrap()), python(long.trim()));
    let check = format!(
        "new = {{s: all(s) for s in b.sheetnames}}
b = openpyxl.load_workbook({path}); old = {{s: all(s) for s in b.sheetnames}}
old['{third}']['B4'] += '\\n\\n' + {long}
old['{third}'].update({{'C9': 'Neither yes nor no.', 'A2': 'Above them all.'}})
old['{second}']['B8'] = 'No such year.'
old['{last}']['A5'] = 'Two rows are called so.'
assert new == old, [(s, new[s], old[s]) for s in new if new[s] != old[s]]"
    );
    openpyxl(&done.bytes, &check);
}

/// Talk about a cell is left alone, as are charts; a workbook with everything in it takes notes for the rest.
#[test]
fn what_can_not_take_notes_is_left_alone() {
    let talk = r#"<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" id="{1}"><text>Really?</text></threadedComment></ThreadedComments>"#;
    let before = with(&rich(), "xl/threadedComments/threadedComment1.xml", |_| talk.into());
    let notes = [
        note("Model", "A1", "x"),
        note("Model", "A2", "y"),
        note("Chart", "A1", "x"),
        note("Secret", "A1", "Nobody sees this."),
    ];
    let done = noted(&before, &notes);
    assert_eq!(whys(&done), [("A1", Why::Conversation), ("A1", Why::NoCells)]);
    let comments = part(&done.bytes, &of_sheet(&before, 1, "comments"));
    assert_eq!(cells(&comments), ["A1", "A2"]);
    assert!(comments.contains("[Threaded comment]</t>"));
    // Without the part of the talk its author still tells.
    let author = with(&rich(), "xl/comments1.xml", |t| t.replacen("<author>Author<", "<author>tc={1}<", 1));
    assert_eq!(whys(&noted(&author, &notes[..2])), [("A1", Why::Conversation)]);

    // Boxes that can't be understood are not touched, and the other sheets get their notes all the same.
    let broken = with(&before, "xl/drawings/vmlDrawing1.vml", |t| t.replace("</xml>", ""));
    let done = noted(&broken, &notes);
    assert_eq!(done.placed, 1);
    assert_eq!(whys(&done)[1], ("A2", Why::Unusual));
    assert!(part(&done.bytes, "xl/drawings/vmlDrawing1.vml") == part(&broken, "xl/drawings/vmlDrawing1.vml"));
    for (name, from, to) in [
        ("xl/comments1.xml", "commentList", "others"),
        ("xl/worksheets/_rels/sheet1.xml.rels", "vmlDrawing1.vml", "gone.vml"),
        ("xl/worksheets/sheet1.xml", "</worksheet>", "</worksheet"),
    ] {
        let broken = with(&before, name, |t| t.replace(from, to));
        assert_eq!(noted(&broken, &notes[..2]).elsewhere.len(), 2, "{name}");
    }
}

/// Each program writes notes and buttons in its own way; all of that is to be spliced.
#[test]
fn drawings_of_other_programs_take_notes() {
    let button = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"\r\n xmlns:o=\"urn:schemas-microsoft-com:office:office\"\r\n xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext='edit'><o:idmap v:ext='edit' data='7'/></o:shapelayout><v:shape id='_x0000_s8191' type='#_x0000_t201'><v:textbox><div>Go<br>on</div></v:textbox><x:ClientData ObjectType='Button'/></v:shape></xml>";
    let extra = Extra {
        name: "xl/drawings/button.vml",
        kind: "application/vnd.openxmlformats-officedocument.vmlDrawing",
        from: "xl/worksheets/sheet3.xml",
        rel: &office("vmlDrawing"),
        content: button.as_bytes(),
    };
    let before = with(&extended(&own(), &[extra]), "xl/worksheets/sheet3.xml", |t| {
        t.replace("</worksheet>", "<legacyDrawing r:id=\"rIdX0\"/></worksheet>")
    });
    let done = noted(&before, &[note("Hidden", "XFD1048576", "At the edge.")]);
    let boxes = part(&done.bytes, "xl/drawings/button.vml");
    assert!(boxes.contains("Go<br>on") && boxes.contains("<v:shapetype id=\"_x0000_t202\""), "{boxes}");
    assert!(boxes.contains("data='7,1'") && boxes.contains("id=\"_x0000_s1025\""), "its block was full: {boxes}");
    assert!(boxes.starts_with(button.split("<o:idmap").next().unwrap()));
    let sheet = "xl/worksheets/sheet3.xml";
    assert_eq!(part(&before, sheet), part(&done.bytes, sheet), "it knows its drawing already");

    // openpyxl declares what it needs where it needs it.
    let vml = r##"<xml><ns0:shapelayout xmlns:ns0="urn:schemas-microsoft-com:office:office" xmlns:ns1="urn:schemas-microsoft-com:vml" ns1:ext="edit"><ns0:idmap ns1:ext="edit" data="1"/></ns0:shapelayout><ns0:shape xmlns:ns0="urn:schemas-microsoft-com:vml" type="#_x0000_t202" style="position:absolute; width:144px;height:79px;visibility:hidden" id="_x0000_s1026"><ns2:ClientData xmlns:ns2="urn:schemas-microsoft-com:office:excel" ObjectType="Note"><ns2:Row>0</ns2:Row><ns2:Column>0</ns2:Column></ns2:ClientData></ns0:shape></xml>"##;
    let before = with(&rich(), "xl/drawings/vmlDrawing1.vml", |_| vml.into());
    let done = noted(&before, &[note("Model", "A1", &"More. ".repeat(50)), note("Model", "B1", "Other.")]);
    let boxes = part(&done.bytes, "xl/drawings/vmlDrawing1.vml");
    assert!(boxes.contains("<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"") && boxes.contains("_x0000_s1027"));
    assert_eq!(boxes.matches("ObjectType=\"Note\"").count(), 2);
    assert!(boxes.contains("width:144px;height:") && !boxes.contains("height:79px"), "{boxes}");
}

/// No note is longer than Excel allows, and what is left out is said.
#[test]
fn long_notes_are_cut() {
    let long = "A hundred thousand words. ".repeat(4000);
    let notes = [note("Inputs", "B3", "First."), note("Inputs", "B3", &long), note("Inputs", "B3", "Last.")];
    let done = noted(&own(), &notes);
    assert_eq!((done.placed, whys(&done)), (2, vec![("B3", Why::Full)]));
    let comments = part(&done.bytes, "xl/comments1.xml");
    let text = comments.split("preserve\">").nth(1).unwrap().split("</t>").next().unwrap();
    assert_eq!(text.encode_utf16().count(), 32_767);
    assert!(text.starts_with("First.\n\nA hundred") && text.ends_with('…'));
}

/// Notes come one run after the other as the analyst mends and breaks things; none is said twice.
#[test]
fn notes_come_in_several_runs() {
    let first = noted(&own(), &[note("Inputs", "B3", "One."), note("Inputs", "C3", "Other.")]);
    let then = [note("Inputs", "B3", "Two."), note("Inputs", "B3", "One."), note("Inputs", "A1", "New.")];
    let second = noted(&first.bytes, &then);
    assert_eq!(second.placed, 3);
    assert_eq!(
        differences(&first.bytes, &second.bytes).changed,
        ["xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"],
        "the sheet itself knows its notes"
    );
    let comments = part(&second.bytes, "xl/comments1.xml");
    assert_eq!(cells(&comments), ["A1", "B3", "C3"]);
    assert_eq!(comments.matches("One.").count(), 1);
    openpyxl(&second.bytes, "assert t('Inputs', 'B3') == 'One.\\n\\nTwo.' and t('Inputs', 'A1') == 'New.'");
}

/// The cell of a merged range that can be seen is its first, so the note goes there.
#[test]
fn merged_cells_show_their_notes() {
    let before = with(&own(), "xl/worksheets/sheet3.xml", |t| {
        t.replace("</sheetData>", "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"B2:D4\"/></mergeCells>")
    });
    let done = noted(&before, &[note("Hidden", "C3", "Inside.")]);
    assert_eq!(cells(&part(&done.bytes, "xl/comments1.xml")), ["B2"]);
    let sheet = part(&done.bytes, "xl/worksheets/sheet3.xml");
    assert!(sheet.find("<mergeCells").unwrap() < sheet.find("<legacyDrawing").unwrap());
    assert!(sheet.find("<pageMargins").unwrap() < sheet.find("<legacyDrawing").unwrap());
}

/// What may not be changed is refused as a whole.
#[test]
fn files_that_are_no_workbooks_are_refused() {
    let notes = [note("Inputs", "B3", "x")];
    assert!(matches!(with_notes(b"", &notes), Err(Refusal::NotAWorkbook(_))));
    let signed = packed(&[parts(&own()), vec![("_xmlsignatures/origin.sigs".into(), Vec::new())]].concat());
    assert_eq!(with_notes(&signed, &notes), Err(Refusal::Signed));
    let shared = Extra {
        name: "xl/revisions/revisionHeaders.xml",
        kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.revisionHeaders+xml",
        from: "xl/workbook.xml",
        rel: &office("revisionHeaders"),
        content: b"<headers/>",
    };
    assert_eq!(with_notes(&extended(&own(), &[shared]), &notes), Err(Refusal::Shared));
}

/// LibreOffice reads all notes, and what it saves takes more and says none twice.
#[test]
fn libre_office_keeps_them() {
    let notes = [note("Inputs", "B3", HOSTILE), note("Hidden", "A1", "Seen by nobody.")];
    let done = noted(&own(), &notes);
    let Some(saved) = libre_office(&done.bytes) else { return };
    let all: Vec<(String, Vec<u8>)> = parts(&saved).into_iter().filter(|(n, _)| n.contains("comments")).collect();
    let text: String = all.iter().map(|(_, c)| String::from_utf8_lossy(c).into_owned()).collect();
    assert!(text.contains("&lt;script&gt;&amp;") && text.contains('\u{1f69a}') && text.contains("Seen by nobody."));
    assert!(noted(&saved, &notes).bytes == saved, "it says so already");
    let more = noted(&saved, &[note("Inputs", "B4", "More."), note("Inputs", "B3", "Also.")]);
    assert_eq!(more.placed, 2);
    let check = format!(
        "assert t('Inputs', 'B3') == {} + '\\n\\nAlso.', t('Inputs', 'B3')\nassert t('Inputs', 'B4') == 'More.'",
        python(MEANT)
    );
    openpyxl(&more.bytes, &check);
    let again = libre_office(&more.bytes).unwrap();
    assert!(noted(&again, &notes).bytes == again);

    let shipped = noted(&shipped(), &[note("Places", "B7", "Shipped.")]);
    assert_eq!(shipped.placed, 1);
    let saved = libre_office(&shipped.bytes).unwrap();
    let count = |bytes: &[u8]| -> usize {
        let all = parts(bytes).into_iter().filter(|(n, _)| n.contains("comments") && n.ends_with(".xml"));
        all.map(|(_, c)| String::from_utf8_lossy(&c).matches("<comment ").count()).sum()
    };
    assert_eq!(count(&saved), count(&shipped.bytes));
}
