//! Results go into the analyst's workbook, and nothing else in it changes.

#[path = "common/grafting.rs"]
mod grafting;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use grafting::{Differences, Extra, Results, differences, extended, own, part, parts, results, rich, with};
use railhead::graft::{Grafted, Refusal, Sight, graft, verify};

const BOOK: &str = "xl/workbook.xml";

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheets(bytes: &[u8]) -> Vec<String> {
    open(bytes).sheet_names()
}

fn cell(bytes: &[u8], sheet: &str, at: (u32, u32)) -> Data {
    open(bytes).worksheet_range(sheet).unwrap().get_value(at).cloned().unwrap_or_default()
}

/// Grafts, and sees that production's own comparison agrees.
fn grafted(target: &[u8], donor: &[u8]) -> Grafted {
    let done = graft(target, donor).unwrap();
    verify(target, &done.bytes, &done.sheets).unwrap();
    done
}

fn once() -> Vec<u8> {
    grafted(&own(), &results(Results::default())).bytes
}

/// The part of a sheet, by its name.
fn sheet_part(bytes: &[u8], name: &str) -> String {
    let book = part(bytes, BOOK);
    let element = book.split("<sheet ").find(|e| e.starts_with(&format!("name=\"{name}\""))).unwrap();
    let id = element.split("r:id=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let rels = part(bytes, "xl/_rels/workbook.xml.rels");
    let rel = rels.split("<Relationship ").find(|r| r.contains(&format!("Id=\"{id}\""))).unwrap().to_string();
    format!("xl/{}", rel.split("Target=\"").nth(1).unwrap().split('"').next().unwrap())
}

/// `localSheetId` of a name.
fn local(bytes: &[u8], name: &str) -> Vec<String> {
    let book = part(bytes, BOOK);
    let found = book.split("<definedName ").filter(|e| e.contains(&format!("name=\"{name}\"")));
    found.map(|e| e.split("localSheetId=\"").nth(1).unwrap().split('"').next().unwrap().to_string()).collect()
}

fn attribute(text: &str, name: &str) -> Option<String> {
    text.split(&format!(" {name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_string())
}

/// The heart of the promise: the values are there, and only the lists of sheets and formats differ.
#[test]
fn results_come_behind_and_all_else_stays() {
    let (before, donor) = (own(), results(Results::default()));
    let done = grafted(&before, &donor);
    assert_eq!(sheets(&done.bytes), ["Inputs", "It's a plan", "Hidden", "Answer", "Why", "Flows", "Audit"]);
    assert_eq!(done.sheets, ["Answer", "Why", "Flows", "Audit"]);
    assert!(done.notes.is_empty(), "{:?}", done.notes);
    let Differences { changed, gone, new } = differences(&before, &done.bytes);
    assert_eq!(changed, ["[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", BOOK]);
    assert!(gone.is_empty());
    assert!(new.iter().any(|n| n == "xl/charts/chart2.xml"), "a free number: {new:?}");
    // Shared texts, rich texts, blanks, dates and numbers arrive.
    assert_eq!(cell(&done.bytes, "Answer", (0, 0)), Data::String("Can they?".into()));
    assert_eq!(cell(&done.bytes, "Answer", (1, 0)), Data::String("NO: two million ".into()));
    assert_eq!(cell(&done.bytes, "Answer", (3, 0)), Data::String(" kept blanks ".into()));
    assert_eq!(cell(&done.bytes, "Answer", (2, 1)), Data::Float(2_074_128.627_485_65), "15 digits");
    assert!(matches!(cell(&done.bytes, "Answer", (3, 1)), Data::DateTime(_)), "the format of dates came along");
    let mut book = open(&done.bytes);
    book.load_tables().unwrap();
    assert_eq!(book.table_by_name("ResFlows").unwrap().data().height(), 12);
    assert_eq!(book.table_by_name("Trucks").unwrap().data().height(), 4);
    let formula = book.worksheet_formula("Audit").unwrap();
    assert_eq!(formula.get_value((0, 0)).unwrap(), "Flows!$C$6*0.5+SUM(ResFlows[Day])*0");
    let names: Vec<&str> = book.defined_names().iter().map(|(n, _)| n.as_str()).collect();
    assert!(names.contains(&"ResMen") && names.contains(&"Rate") && names.contains(&"Local"), "{names:?}");
}

/// Two selected tabs make Excel write into both sheets at once: the worst that could happen to an analyst.
#[test]
fn no_second_tab_is_selected() {
    let after = once();
    let selected = parts(&after).into_iter().filter(|(n, c)| {
        n.starts_with("xl/worksheets/sheet") && String::from_utf8_lossy(c).contains("tabSelected=\"1\"")
    });
    assert_eq!(selected.map(|(n, _)| n).collect::<Vec<_>>(), ["xl/worksheets/sheet2.xml"]);
    assert_eq!(attribute(&part(&after, BOOK), "activeTab").unwrap(), "1");
}

/// A workbook under version control must not change when the answer does not.
#[test]
fn the_same_results_give_the_same_bytes() {
    let donor = results(Results::default());
    let first = once();
    let mut bytes = first.clone();
    for run in 0..12 {
        bytes = grafted(&bytes, &donor).bytes;
        assert!(bytes == first, "run {run} differs");
    }
}

/// New results take the place of the old ones, whatever the analyst did with the tabs, and go back again without a trace.
#[test]
fn new_results_take_the_place_of_old_ones() {
    let first = once();
    let more = Results { scale: 3.0, rows: 40, ..Results::default() };
    let second = grafted(&first, &results(more));
    assert!(second.notes.is_empty(), "{:?}", second.notes);
    assert_eq!(sheets(&second.bytes), sheets(&first));
    assert_eq!(cell(&second.bytes, "Flows", (44, 0)), Data::Float(164.4));
    for text in ["sheetId", "r:id"] {
        let of = |bytes| attribute(part(bytes, BOOK).split("name=\"Flows\"").nth(1).unwrap(), text);
        assert_eq!(of(&first), of(&second.bytes), "{text}");
    }
    let id = |bytes: &[u8]| {
        let table =
            parts(bytes).into_iter().find(|(_, c)| String::from_utf8_lossy(c).contains("displayName=\"ResFlows\""));
        attribute(&String::from_utf8(table.unwrap().1).unwrap(), "id")
    };
    assert_eq!(id(&first), id(&second.bytes), "slicers know tables by their numbers");
    assert!(grafted(&second.bytes, &results(Results::default())).bytes == first, "nothing piles up");
    // The analyst moves a tab of ours to the front, as Excel would save it.
    let moved = with(&first, BOOK, |t| {
        let flows = format!(
            "<sheet {}/>",
            t.split("<sheet ").find(|e| e.starts_with("name=\"Flows\"")).unwrap().split("/>").next().unwrap()
        );
        let mut t = t.replace(&flows, "").replace("<sheets>", &format!("<sheets>{flows}"));
        for old in (0..5).rev() {
            t = t.replace(&format!("localSheetId=\"{old}\""), &format!("localSheetId=\"{}\"", old + 1));
        }
        // The sixth sheet is the first now.
        let flows = |e: &str| e.replace("localSheetId=\"5\"", "localSheetId=\"0\"");
        t.split_inclusive("</definedName>")
            .map(|e| if e.contains("Flows|") || e.contains(">Flows!") { flows(e) } else { e.into() })
            .collect()
    });
    let again = grafted(&moved, &results(more));
    assert!(again.notes.is_empty(), "{:?}", again.notes);
    assert_eq!(sheets(&again.bytes), ["Flows", "Inputs", "It's a plan", "Hidden", "Answer", "Why", "Audit"]);
    assert_eq!(local(&again.bytes, "Local"), ["2"]);
}

/// The formats of the analyst keep their places and are used again; nothing is added twice.
#[test]
fn formats_are_shared() {
    let (before, after) = (part(&own(), "xl/styles.xml"), part(&once(), "xl/styles.xml"));
    let list = |text: &str, name: &str| {
        let inner =
            text.split(&format!("<{name} ")).nth(1).unwrap().split(&format!("</{name}>")).next().unwrap().to_string();
        inner.split_once('>').unwrap().1.to_string()
    };
    for name in ["fonts", "fills", "borders", "cellXfs", "numFmts"] {
        assert!(list(&after, name).starts_with(&list(&before, name)), "{name}");
    }
    assert_eq!(after.matches("yyyy\\-mm\\-dd").count() + after.matches("yyyy-mm-dd").count(), 1);
    let count = list(&after, "cellXfs").matches("<xf ").count();
    assert_eq!(attribute(after.split("<cellXfs").nth(1).unwrap(), "count").unwrap(), count.to_string());
}

/// A snapshot is the analyst's: copies and renamed sheets stay, and fresh ones come.
#[test]
fn copies_and_renamed_sheets_are_kept() {
    let first = once();
    let renamed = with(&first, BOOK, |t| {
        t.replace("name=\"Flows\"", "name=\"Flows May\"").replace("Flows!$5:$5", "'Flows May'!$5:$5")
    });
    let renamed = with(&renamed, "xl/worksheets/sheet7.xml", |t| t.replace("Flows!", "'Flows May'!"));
    let donor = results(Results { scale: 2.0, ..Results::default() });
    let done = grafted(&renamed, &donor);
    assert_eq!(cell(&done.bytes, "Flows May", (5, 0)), Data::Float(1.37));
    assert_eq!(cell(&done.bytes, "Flows", (5, 0)), Data::Float(2.74));
    assert!(
        done.notes.iter().any(|n| n.contains("'Flows May' is your copy of the result sheet 'Flows'")),
        "{:?}",
        done.notes
    );
    // The table on the snapshot keeps its name, so the new one needs another, and our formulas follow it.
    let formulas = open(&done.bytes).worksheet_formula("Audit").unwrap();
    assert!(formulas.get_value((0, 0)).unwrap().contains("SUM(ResFlows_2[Day])"), "{:?}", formulas.get_value((0, 0)));
    assert!(grafted(&done.bytes, &donor).bytes == done.bytes, "and it stays so");
}

/// Whatever the analyst did on a result sheet survives the next run, under another name.
#[test]
fn edited_sheets_are_kept_aside() {
    let first = once();
    let name = sheet_part(&first, "Flows");
    let edits: [(&str, &str); 3] = [
        ("<v>1.37</v>", "<v>99</v>"),
        ("</sheetData>", "<row r=\"99\"><c r=\"A99\"><v>1</v></c></row></sheetData>"),
        ("<v>2.74</v>", "<f>1+1</f><v>2.74</v>"),
    ];
    for (from, to) in edits {
        let edited = with(&first, &name, |t| t.replacen(from, to, 1));
        let done = grafted(&edited, &results(Results { scale: 2.0, ..Results::default() }));
        assert_eq!(
            sheets(&done.bytes),
            ["Inputs", "It's a plan", "Hidden", "Answer", "Why", "Flows", "Flows (old)", "Audit"]
        );
        assert!(
            done.notes.iter().any(|n| n.contains("'Flows (old)'") && n.contains("cells on it were changed")),
            "{:?}",
            done.notes
        );
        assert_eq!(cell(&done.bytes, "Flows", (6, 1)), Data::Float((2.74 + 1.0 / 7.0) * 2.0).rounded());
        assert_eq!(cell(&done.bytes, "Flows (old)", (6, 1)), Data::Float(2.74 + 1.0 / 7.0).rounded());
        assert_eq!(part(&done.bytes, &name), part(&edited, &name), "what the analyst has is not touched");
        // What is printed goes with the sheet, and its table makes room.
        assert!(part(&done.bytes, BOOK).contains("localSheetId=\"6\">'Flows (old)'!$5:$5<"));
        let mut book = open(&done.bytes);
        book.load_tables().unwrap();
        assert_eq!(book.table_names_in_sheet("Flows (old)"), [&"ResFlows_old".to_string()]);
        assert_eq!(book.table_names_in_sheet("Flows"), [&"ResFlows".to_string()]);
        // It is the analyst's from now on.
        let again = grafted(&done.bytes, &results(Results { scale: 2.0, ..Results::default() }));
        assert!(again.bytes == done.bytes && again.notes.is_empty(), "{:?}", again.notes);
        let twice = with(&done.bytes, &sheet_part(&done.bytes, "Flows"), |t| t.replacen("<v>2.74</v>", "<v>5</v>", 1));
        let twice = grafted(&twice, &results(Results::default()));
        assert!(sheets(&twice.bytes).contains(&"Flows (old 2)".to_string()), "{:?}", sheets(&twice.bytes));
    }
}

/// The same number after 15 digits.
trait Rounded {
    fn rounded(self) -> Data;
}

impl Rounded for Data {
    fn rounded(self) -> Data {
        match self {
            Data::Float(n) => Data::Float(format!("{n:.14e}").parse().unwrap()),
            other => other,
        }
    }
}

/// Excel allows 31 letters, and two sheets must not differ only in capitals.
#[test]
fn names_of_kept_sheets_fit() {
    let long = "Thirty-one letters are the most";
    let donor = with(&results(Results::default()), BOOK, |t| t.replace("\"Why\"", &format!("\"{long}\"")));
    let first = grafted(&own(), &donor).bytes;
    let edited = with(&first, &sheet_part(&first, long), |t| t.replacen("<v>1.37</v>", "<v>99</v>", 1));
    let done = grafted(&edited, &donor);
    assert!(sheets(&done.bytes).contains(&"Thirty-one letters are th (old)".to_string()), "{:?}", sheets(&done.bytes));
    let edited = with(&done.bytes, &sheet_part(&done.bytes, long), |t| t.replacen("<v>1.37</v>", "<v>99</v>", 1));
    let done = grafted(&edited, &donor);
    assert!(sheets(&done.bytes).contains(&"Thirty-one letters are (old 2)".to_string()), "{:?}", sheets(&done.bytes));
}

/// Charts, notes, slicers and the like on a result sheet are work that must not vanish.
#[test]
fn sheets_with_objects_of_the_analyst_are_kept_aside() {
    let first = once();
    let flows = sheet_part(&first, "Flows");
    let extra = |kind: &'static str, rel: &'static str, content: &'static str| {
        extended(&first, &[Extra { name: "xl/other1.xml", kind, from: &flows, rel, content: content.as_bytes() }])
    };
    let slicer = extra(
        "application/vnd.ms-excel.slicer+xml",
        "http://schemas.microsoft.com/office/2007/relationships/slicer",
        "<slicers/>",
    );
    let comments = grafting::office("comments");
    let note = extra(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
        comments.leak(),
        r#"<comments><commentList><comment ref="A1"><text><t>Mine</t></text></comment></commentList></comments>"#,
    );
    let drawing = grafting::office("drawing");
    let chart = extra(
        "application/vnd.openxmlformats-officedocument.drawing+xml",
        drawing.leak(),
        "<wsDr><twoCellAnchor/></wsDr>",
    );
    let pivot = grafting::office("pivotTable");
    let pivot = extra(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml",
        pivot.leak(),
        "<pivotTableDefinition/>",
    );
    let link = with(&first, &flows, |t| {
        t.replace("<pageMargins", r#"<hyperlinks><hyperlink ref="A1" location="Inputs!A1"/></hyperlinks><pageMargins"#)
    });
    let other = with(&first, "xl/charts/chart2.xml", |t| t.replace("$B$6", "$B$7"));
    let said = with(&first, "xl/comments1.xml", |t| t.replace("proved", "doubtful"));
    for (bytes, name, what) in [
        (&slicer, "Flows", "(slicer)"),
        (&note, "Flows", "a note"),
        (&chart, "Flows", "a chart or picture"),
        (&pivot, "Flows", "(pivotTable)"),
        (&link, "Flows", "a link"),
        (&other, "Answer", "a chart or note on it was changed"),
        (&said, "Answer", "a chart or note on it was changed"),
    ] {
        let done = grafted(bytes, &results(Results::default()));
        let note = done.notes.iter().find(|n| n.contains(what));
        assert!(note.is_some_and(|n| n.contains(&format!("'{name} (old)'"))), "{what}: {:?}", done.notes);
        let again = grafted(&done.bytes, &results(Results::default()));
        assert!(again.bytes == done.bytes, "{what}: {:?}", differences(&done.bytes, &again.bytes));
    }
}

/// What the analyst deleted on a result sheet is made again: nothing of theirs is lost by that.
#[test]
fn deleted_objects_are_made_again() {
    let first = once();
    let answer = sheet_part(&first, "Answer");
    let drawn = part(&first, &format!("xl/worksheets/_rels/{}.rels", answer.trim_start_matches("xl/worksheets/")));
    let drawing =
        drawn.split("../drawings/").find(|p| p.starts_with("drawing")).unwrap().split('"').next().unwrap().to_string();
    let fewer = with(&first, &format!("xl/drawings/{drawing}"), |t| {
        let (start, rest) = t.split_once("<xdr:twoCellAnchor").unwrap();
        format!("{start}{}", rest.split_once("</xdr:twoCellAnchor>").unwrap().1)
    });
    let done = grafted(&fewer, &results(Results::default()));
    assert!(done.notes.is_empty(), "{:?}", done.notes);
    assert!(done.bytes == first);
}

/// How a sheet is printed, what macros call it and whether it is shown are no reason to keep an old one; what can be is
/// carried over.
#[test]
fn what_excel_adds_on_saving_is_no_edit() {
    let first = once();
    let flows = sheet_part(&first, "Flows");
    let settings = grafting::office("printerSettings");
    let saved = extended(
        &first,
        &[Extra {
            name: "xl/printerSettings/printerSettings1.bin",
            kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
            from: &flows,
            rel: &settings,
            content: b"x",
        }],
    );
    let saved = with(&saved, &flows, |t| {
        t.replacen("<dimension", r#"<sheetPr codeName="Sheet6"/><dimension"#, 1)
            .replace("<v>1.37</v>", "<v>1.3700000000000001</v>")
    });
    let saved = with(&saved, BOOK, |t| t.replace("<sheet name=\"Flows\"", "<sheet state=\"hidden\" name=\"Flows\""));
    let done = grafted(&saved, &results(Results { scale: 2.0, ..Results::default() }));
    assert!(done.notes.is_empty(), "{:?}", done.notes);
    assert!(part(&done.bytes, &flows).contains("<sheetPr codeName=\"Sheet6\""), "macros know it by this name");
    assert!(part(&done.bytes, BOOK).contains("<sheet state=\"hidden\" name=\"Flows\""));
    assert!(!parts(&done.bytes).iter().any(|(n, _)| n.contains("printerSettings1")), "it went with its sheet");
}

/// A result sheet that is no longer made goes, and what is counted by place stays right.
#[test]
fn sheets_no_longer_made_are_taken_out() {
    let first = once();
    // The analyst puts a sheet behind ours and looks at it.
    let own_last = with(&first, BOOK, |t| {
        let hidden = format!(
            "<sheet {}/>",
            t.split("<sheet ").find(|e| e.contains("\"Hidden\"")).unwrap().split("/>").next().unwrap()
        );
        let shown = hidden.replace(" state=\"hidden\"", "").replace("Hidden", "Last");
        let t = t
            .replace(&hidden, "")
            .replace("</sheets>", &format!("{shown}</sheets>"))
            .replace("activeTab=\"1\"", "activeTab=\"6\" firstSheet=\"3\"");
        let t =
            (3..7).fold(t, |t, n| t.replace(&format!("localSheetId=\"{n}\""), &format!("localSheetId=\"{}\"", n - 1)));
        t.replace(
            "<definedNames>",
            "<definedNames><definedName name=\"Here\" localSheetId=\"6\">Last!$A$1</definedName>",
        )
    });
    let fewer = results(Results { why: false, ..Results::default() });
    let done = grafted(&own_last, &fewer);
    assert_eq!(sheets(&done.bytes), ["Inputs", "It's a plan", "Answer", "Flows", "Audit", "Last"]);
    assert!(
        done.notes.iter().any(|n| n.contains("'Why' is no longer part of the results and was taken out")),
        "{:?}",
        done.notes
    );
    assert_eq!(local(&done.bytes, "Here"), ["5"]);
    assert_eq!(local(&done.bytes, "Local"), ["1"]);
    assert_eq!(local(&done.bytes, "_xlnm._FilterDatabase"), ["4"]);
    let book = part(&done.bytes, BOOK);
    assert_eq!(
        (attribute(&book, "activeTab").unwrap(), attribute(&book, "firstSheet").unwrap()),
        ("5".into(), "2".into())
    );
    let Differences { gone, .. } = differences(&own_last, &done.bytes);
    assert_eq!(gone.len(), 3, "sheet, its relationships, its table: {gone:?}");
    assert!(!part(&done.bytes, "[Content_Types].xml").contains(&gone[0]), "no kind without part");
    assert!(!book.contains("Why|"), "no mark without sheet");
    assert!(grafted(&done.bytes, &fewer).bytes == done.bytes);
}

/// A sheet that something reads, that was edited, or that alone can be seen is not taken out.
#[test]
fn sheets_that_are_needed_are_not_taken_out() {
    let first = once();
    let fewer = results(Results { why: false, ..Results::default() });
    let read = |formula: &str| {
        with(&first, "xl/worksheets/sheet1.xml", |t| t.replace("<f>SUM(B2:B5)</f>", &format!("<f>{formula}</f>")))
    };
    let why = sheet_part(&first, "Why");
    let hidden = with(&first, BOOK, |t| {
        let hide = |t: String, name: &str| {
            t.replace(&format!("<sheet name=\"{name}\""), &format!("<sheet state=\"hidden\" name=\"{name}\""))
        };
        ["Inputs", "It&apos;s a plan", "It's a plan", "Answer", "Flows", "Audit"]
            .iter()
            .fold(t.to_string(), |t, n| hide(t, n))
    });
    for (bytes, reason) in [
        (read("SUM(Why!A1:A9)"), "formulas of yours read it"),
        (read("SUM('why'!A1:A9)"), "formulas of yours read it"),
        (read("SUM(ResWhy[Men])"), "formulas of yours read it"),
        (read("INDIRECT(&quot;Why!A1&quot;)"), "formulas of yours read it"),
        (with(&first, BOOK, |t| t.replace(">Inputs!$B$2<", ">Why!$A$1<")), "formulas of yours read it"),
        (
            with(&first, BOOK, |t| {
                t.replace(
                    "<definedNames>",
                    "<definedNames><definedName name=\"Here\" localSheetId=\"4\">1</definedName>",
                )
            }),
            "names of yours",
        ),
        (with(&first, "xl/charts/chart1.xml", |t| t.replace("Inputs!", "Why!")), "formulas of yours read it"),
        (with(&first, &why, |t| t.replacen("<v>1.37</v>", "<v>2</v>", 1)), "cells on it were changed"),
        (hidden, "no other sheet can be seen"),
    ] {
        let done = grafted(&bytes, &fewer);
        assert!(sheets(&done.bytes).contains(&"Why".to_string()), "{reason}");
        assert!(done.notes.iter().any(|n| n.contains("'Why'") && n.contains(reason)), "{reason}: {:?}", done.notes);
        assert!(grafted(&done.bytes, &fewer).bytes == done.bytes, "{reason}: it stays so");
        // And it becomes ours again when the results have it again, unless it was edited.
        let again = grafted(&done.bytes, &results(Results::default()));
        assert_eq!(
            sheets(&again.bytes).iter().filter(|s| s.starts_with("Why")).count(),
            if reason.starts_with("cells") { 2 } else { 1 }
        );
    }
}

/// Formulas of the analyst must not lose the table they read.
#[test]
fn tables_that_are_read_are_not_lost() {
    let first = once();
    let read =
        with(&first, "xl/worksheets/sheet1.xml", |t| t.replace("<f>SUM(B2:B5)</f>", "<f>SUM(ResFlows[Tonnes])</f>"));
    let other = with(&results(Results::default()), "xl/tables/table3.xml", |t| t.replace("ResFlows", "ResStreams"));
    let other = with(&other, "xl/worksheets/sheet4.xml", |t| t.replace("ResFlows", "ResStreams"));
    let done = grafted(&read, &other);
    let mut book = open(&done.bytes);
    book.load_tables().unwrap();
    assert_eq!(book.table_names_in_sheet("Flows (old)"), [&"ResFlows".to_string()]);
    assert!(done.notes.iter().any(|n| n.contains("your formulas read its table ResFlows")), "{:?}", done.notes);
    assert!(grafted(&first, &other).notes.is_empty(), "nobody reads it: no reason to keep it");
}

/// Names of the analyst come first: ours give way and our formulas follow.
#[test]
fn names_that_clash_give_way() {
    let before = with(&own(), BOOK, |t| {
        t.replace("name=\"Rate\"", "name=\"resflows\"").replace("name=\"Local\"", "name=\"ResCurve\"")
    });
    let before = with(&before, "xl/tables/table1.xml", |t| t.replace("Trucks", "ResMen"));
    let done = grafted(&before, &results(Results::default()));
    let mut book = open(&done.bytes);
    book.load_tables().unwrap();
    assert_eq!(book.table_names_in_sheet("Flows"), [&"ResFlows_2".to_string()]);
    assert_eq!(book.table_names_in_sheet("Answer"), [&"ResCurve_2".to_string()]);
    assert!(book.defined_names().iter().any(|(n, text)| n == "ResMen_2" && text == "Answer!$B$3"));
    assert_eq!(
        book.worksheet_formula("Audit").unwrap().get_value((0, 0)).unwrap(),
        "Flows!$C$6*0.5+SUM(ResFlows_2[Day])*0"
    );
    assert_eq!(done.notes.len(), 3, "{:?}", done.notes);
    assert!(grafted(&done.bytes, &results(Results::default())).bytes == done.bytes, "no third name");
}

/// A sheet that only looks like ours may hold months of work.
#[test]
fn a_sheet_of_that_name_without_mark_is_refused() {
    let before = with(&own(), BOOK, |t| t.replace("\"Hidden\"", "\"FLOWS\""));
    let why = graft(&before, &results(Results::default())).unwrap_err();
    assert_eq!(why, Refusal::NameTaken("FLOWS".into()));
    assert!(why.to_string().contains("sheet 'FLOWS' that Railhead did not write"), "{why}");
    // Also when a renamed sheet of ours has the name of another of ours.
    let swapped =
        with(&once(), BOOK, |t| t.replace("name=\"Why\"", "name=\"x\"").replace("name=\"Flows\"", "name=\"Why\""));
    assert_eq!(graft(&swapped, &results(Results::default())).unwrap_err(), Refusal::NameTaken("Why".into()));
}

/// Excel recalculates on opening only if told to; it is told only if formulas of the analyst read results.
#[test]
fn calculation_is_asked_for_where_results_are_read() {
    let donor = results(Results::default());
    let first = once();
    let asks = |bytes: &[u8]| part(bytes, BOOK).contains("fullCalcOnLoad=\"1\"");
    assert!(!asks(&first) && !Sight::of(&first).asked_for_calculation, "nobody reads results");
    let reads = with(&first, "xl/worksheets/sheet1.xml", |t| t.replace("<f>SUM(B2:B5)</f>", "<f>Answer!B3</f>"));
    let done = grafted(&reads, &donor).bytes;
    assert!(asks(&done) && Sight::of(&done).asked_for_calculation, "Railhead asked, so stored results can be believed");
    let again = grafted(&done, &donor).bytes;
    assert!(again == done && Sight::of(&again).asked_for_calculation, "and this is not forgotten");
    let foreign = with(&own(), BOOK, |t| t.replace("<calcPr ", "<calcPr fullCalcOnLoad=\"1\" "));
    let foreign = grafted(&foreign, &donor).bytes;
    assert!(asks(&foreign) && !Sight::of(&foreign).asked_for_calculation, "another program asked");
    let by_hand = with(&reads, BOOK, |t| t.replace("<calcPr ", "<calcPr calcMode=\"manual\" "));
    let done = grafted(&by_hand, &donor);
    assert!(!asks(&done.bytes), "who calculates by hand has a reason");
    assert!(done.notes.iter().any(|n| n.contains("F9")), "{:?}", done.notes);
    let without = with(&reads, BOOK, |t| format!("{}</workbook>", t.split("<calcPr").next().unwrap()));
    assert!(grafted(&without, &donor).bytes.len() > 1 && asks(&graft(&without, &donor).unwrap().bytes));
}

/// Excel makes the chain anew where it is missing, but calls a file damaged whose chain names a cell without formula.
#[test]
fn the_chain_of_calculation_goes_only_when_it_is_stale() {
    let donor = results(Results::default());
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml";
    let rel = grafting::office("calcChain");
    let chain = |bytes: &[u8], ids: &str| {
        let content = format!(
            r#"<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{ids}</calcChain>"#
        );
        extended(bytes, &[Extra { name: "xl/calcChain.xml", kind, from: BOOK, rel: &rel, content: content.as_bytes() }])
    };
    let has = |bytes: &[u8]| parts(bytes).iter().any(|(n, _)| n == "xl/calcChain.xml");
    assert!(has(&grafted(&chain(&own(), r#"<c r="B7" i="1"/>"#), &donor).bytes), "our formulas need not be in it");
    let first = once();
    assert!(has(&grafted(&chain(&first, r#"<c r="B7" i="1"/>"#), &donor).bytes), "it names nothing of ours");
    let stale = chain(&first, r#"<c r="B7" i="1"/><c r="A1" i="7"/>"#);
    let done = grafted(&stale, &donor).bytes;
    assert!(!has(&done), "it names cells of the sheet that was replaced");
    assert!(!part(&done, "[Content_Types].xml").contains("calcChain"));
    assert!(!part(&done, "xl/_rels/workbook.xml.rels").contains("calcChain"));
}

/// Where days count from 1904 the same number is another day.
#[test]
fn days_are_the_same_where_they_count_from_1904() {
    let mac = with(&own(), BOOK, |t| t.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    let donor = results(Results::default());
    let done = grafted(&mac, &donor);
    let day = |bytes: &[u8]| match cell(bytes, "Answer", (3, 1)) {
        Data::DateTime(day) => day.to_ymd_hms_milli(),
        other => panic!("{other:?}"),
    };
    assert_eq!(day(&done.bytes), (1945, 1, 12, 0, 0, 0, 0));
    let again = grafted(&done.bytes, &donor);
    assert!(again.bytes == done.bytes && again.notes.is_empty(), "{:?}", again.notes);
}

/// Files come from many programs: prefixed elements, byte order marks, full and odd targets, other prefixes of `r:id`.
#[test]
fn other_spellings_of_the_same_workbook() {
    let own = own();
    let prefixed = ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
        .iter()
        .fold(own.clone(), |bytes, name| {
            with(&bytes, name, |t| {
                let (head, body) = t.split_once("?>").unwrap();
                let body = body
                    .replace("</", "\u{1}")
                    .replace('<', "<x:")
                    .replace('\u{1}', "</x:")
                    .replace("xmlns=", "xmlns:x=");
                format!("{head}?>{body}")
            })
        });
    let marked = ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
        .iter()
        .fold(own.clone(), |bytes, name| with(&bytes, name, |t| format!("\u{feff}{t}")));
    let full = with(&own, "xl/_rels/workbook.xml.rels", |t| t.replace("Target=\"", "Target=\"/xl/"));
    let space = r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let inline = with(&own, BOOK, |t| {
        t.replace(space, "").replace(" r:id=", &format!(" {} q:id=", space.replace(":r=", ":q=")))
    });
    let capitals = with(&own, "xl/_rels/workbook.xml.rels", |t| t.replace("styles.xml", "Styles.xml"));
    let spaced = with(&own, BOOK, |t| t.replace("><", ">\r\n  <").replace("<sheet ", "<sheet\r\n\t"));
    for (name, bytes) in [
        ("prefixed", prefixed),
        ("marked", marked),
        ("full", full),
        ("inline", inline),
        ("capitals", capitals),
        ("spaced", spaced),
    ] {
        let donor = results(Results::default());
        let done = graft(&bytes, &donor).unwrap_or_else(|why| panic!("{name}: {why}"));
        let verified = verify(&bytes, &done.bytes, &done.sheets).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(verified.sheets_compared, 3, "{name}");
        assert_eq!(cell(&done.bytes, "Flows", (5, 0)), Data::Float(1.37), "{name}");
        assert_eq!(part(&done.bytes, BOOK).starts_with('\u{feff}'), name == "marked", "{name}");
        assert!(graft(&done.bytes, &donor).unwrap().bytes == done.bytes, "{name}: again");
        let fewer = results(Results { why: false, ..Results::default() });
        let fewer = grafted(&done.bytes, &fewer).bytes;
        assert_eq!(sheets(&fewer), ["Inputs", "It's a plan", "Hidden", "Answer", "Flows", "Audit"], "{name}");
    }
}

/// Lists that old programs leave out are made, in the place where Excel wants them.
#[test]
fn missing_lists_are_made() {
    let bare = with(&own(), "xl/styles.xml", |_| {
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#.into()
    });
    let bare = with(&bare, BOOK, |t| {
        let (start, rest) = t.split_once("<definedNames>").unwrap();
        format!("{start}{}", rest.split_once("</definedNames>").unwrap().1)
    });
    let bare = with(&bare, "[Content_Types].xml", |t| {
        t.replace(
            "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
            "",
        )
    });
    let done = grafted(&bare, &results(Results::default())).bytes;
    let styles = part(&done, "xl/styles.xml");
    let at = |name: &str| styles.find(&format!("<{name} ")).unwrap();
    assert!(
        at("numFmts") < at("fonts")
            && at("fonts") < at("fills")
            && at("fills") < at("borders")
            && at("cellXfs") < at("dxfs")
    );
    let book = part(&done, BOOK);
    assert!(
        book.find("</sheets>").unwrap() < book.find("<definedNames>").unwrap()
            && book.find("</definedNames>").unwrap() < book.find("<calcPr").unwrap()
    );
    let types = part(&done, "[Content_Types].xml");
    assert!(types.contains("Extension=\"rels\"") && types.contains("Extension=\"vml\""));
    assert!(grafted(&done, &results(Results::default())).bytes == done);
}

/// A workbook with macros, pivot tables, slicers and all the rest: every part comes out as it went in, but for the lists.
#[test]
fn everything_that_can_be_in_a_workbook_stays() {
    let before = rich();
    let done = grafted(&before, &results(Results::default()));
    let Differences { changed, gone, .. } = differences(&before, &done.bytes);
    assert_eq!(changed, ["[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", BOOK]);
    assert!(gone.is_empty(), "{gone:?}");
    let verified = verify(&before, &done.bytes, &done.sheets).unwrap();
    assert_eq!(verified.parts_untouched, parts(&before).len() - 4);
    let again = grafted(&done.bytes, &results(Results { scale: 5.0, ..Results::default() }));
    assert!(again.notes.is_empty(), "{:?}", again.notes);
    let Differences { changed, gone, .. } = differences(&before, &again.bytes);
    assert_eq!((changed.len(), gone.len()), (4, 0));
    println!("rich workbook: {} of {} parts byte-identical", verified.parts_untouched, parts(&before).len());
}

/// Every refusal says why in a sentence that helps.
#[test]
fn what_can_not_be_done_safely_is_refused() {
    let own = own();
    let donor = results(Results::default());
    let book = |from: &str, to: &str| with(&own, BOOK, |t| t.replace(from, to));
    let ole: Vec<u8> = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
        .iter()
        .copied()
        .chain("EncryptedPackage".bytes().flat_map(|b| [b, 0]))
        .collect();
    let without =
        |name: &str| grafting::packed(&parts(&own).into_iter().filter(|(n, _)| n != name).collect::<Vec<_>>());
    let signed = grafting::packed(
        &parts(&own).into_iter().chain([("_xmlsignatures/sig1.xml".to_string(), b"<a/>".to_vec())]).collect::<Vec<_>>(),
    );
    let utf16: Vec<u8> =
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16 = grafting::packed(
        &parts(&own)
            .into_iter()
            .map(|(n, c)| if n == "xl/theme/theme1.xml" { (n, utf16.clone()) } else { (n, c) })
            .collect::<Vec<_>>(),
    );
    let strict = with(&own, BOOK, |t| {
        t.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
    });
    let mut damaged = own.clone();
    // A bit within the packed data of the middle of the file.
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x10;
    let revisions = grafting::office("revisionHeaders");
    let shared = extended(
        &own,
        &[Extra {
            name: "xl/revisions/revisionHeaders.xml",
            kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.revisionHeaders+xml",
            from: BOOK,
            rel: &revisions,
            content: b"<headers/>",
        }],
    );
    let twice = with(&own, "_rels/.rels", |t| {
        let rel = format!(
            "<Relationship {}",
            t.split("<Relationship ")
                .find(|r| r.contains("/officeDocument\""))
                .unwrap()
                .split_inclusive("/>")
                .next()
                .unwrap()
        );
        t.replace("</Relationships>", &format!("{}</Relationships>", rel.replace("rId1", "rId99")))
    });
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"hello".to_vec(), "not an Excel workbook"),
        (Vec::new(), "empty"),
        (ole.clone(), "protected by a password"),
        (ole[..8].to_vec(), "Excel 97-2003"),
        (own[..own.len() / 2].to_vec(), "damaged: the file is cut short"),
        (damaged, "damaged"),
        (signed, "signed digitally"),
        (strict, "Strict Open XML"),
        (utf16, "UTF-16"),
        (without("xl/styles.xml"), "no list of formats"),
        (without("_rels/.rels"), "does not name one workbook"),
        (without("[Content_Types].xml"), "without a workbook in it"),
        (without("xl/workbook.xml"), "list of sheets is missing"),
        (twice, "does not name one workbook"),
        (shared, "keeps a record of changes"),
        (book("<bookViews>", "<workbookProtection lockStructure=\"1\"/><bookViews>"), "structure is protected"),
        (book("<workbookPr", "<fileSharing reservationPassword=\"ABCD\"/><workbookPr"), "password is needed to save"),
        (book("</workbook>", ""), "not well-formed"),
        (with(&own, "xl/styles.xml", |t| t.replace("UTF-8", "windows-1252")), "not written in UTF-8"),
        (with(&own, BOOK, |t| t.replace("?>", "?><!DOCTYPE a [<!ENTITY b \"c\">]>")), "not well-formed"),
        (
            with(&own, "[Content_Types].xml", |t| {
                t.replace("spreadsheetml.sheet.main", "wordprocessingml.document.main")
                    .replace("spreadsheetml", "wordprocessingml")
            }),
            "document of another program",
        ),
    ];
    for (bytes, words) in cases {
        let why = graft(&bytes, &donor).expect_err(words).to_string();
        assert!(why.contains(words), "{words}: {why}");
        assert!(why.ends_with('.') && !why.contains("Error") && !why.contains("{"), "a sentence: {why}");
    }
    for (donor, words) in [(b"x".to_vec(), "can't be read back"), (rich(), "not handled")] {
        let why = graft(&own, &donor).unwrap_err();
        assert!(matches!(why, Refusal::Results(_)) && why.to_string().contains(words), "{why}");
    }
}

/// A file that unpacks to more than the machine can hold is no workbook. One gigabyte of zeros is a megabyte packed.
#[test]
fn what_is_too_large_when_unpacked_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let zeros = vec![b' '; 1 << 20];
    for (name, content) in parts(&own()) {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.start_file("xl/large.xml", zip::write::SimpleFileOptions::default().compression_level(Some(1))).unwrap();
    for _ in 0..1025 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(graft(&bytes, &results(Results::default())).unwrap_err(), Refusal::TooLarge);
}

/// The comparison that runs before a file is replaced must see every kind of harm, or it is worth nothing.
#[test]
fn harm_is_seen() {
    let before = own();
    let donor = results(Results::default());
    let Grafted { bytes, sheets, .. } = graft(&before, &donor).unwrap();
    let drop = |name: &str| grafting::packed(&parts(&bytes).into_iter().filter(|(n, _)| n != name).collect::<Vec<_>>());
    let book = |from: &str, to: &str| with(&bytes, BOOK, |t| t.replacen(from, to, 1));
    let flows = sheet_part(&bytes, "Flows");
    let harms: Vec<(Vec<u8>, &str)> = vec![
        (
            with(&bytes, "xl/worksheets/sheet1.xml", |t| t.replace("<v>100</v>", "<v>101</v>")),
            "sheet1.xml would change",
        ),
        (with(&bytes, "xl/sharedStrings.xml", |t| t.replace("Fleet 1", "Fleet 9")), "sharedStrings.xml would change"),
        (drop("xl/charts/chart1.xml"), "chart1.xml would be lost"),
        (drop(&flows), "is missing"),
        (book("\"Inputs\"", "\"Outputs\""), "would be called 'Outputs'"),
        (book("sheetId=\"1\"", "sheetId=\"91\""), "'Inputs' would be lost"),
        (book("name=\"Hidden\" sheetId=\"3\" state=\"hidden\"", "name=\"Hidden\" sheetId=\"3\""), "be hidden"),
        (book("Inputs!$B$2", "Inputs!$B$3"), "the name 'Rate' would change"),
        (
            book("name=\"_xlnm.Print_Area\" localSheetId=\"0\"", "name=\"_xlnm.Print_Area\" localSheetId=\"2\""),
            "the name '_xlnm.Print_Area' would change",
        ),
        (
            book("<definedName name=\"Rate\"", "<definedName name=\"Rate\">1</definedName><definedName name=\"Rate\""),
            "names that nobody defined",
        ),
        (book("activeTab=\"1\"", "activeTab=\"70\""), "not there would be shown"),
        (book("defaultThemeVersion", "x"), "says of itself would change"),
        (book("windowWidth=\"16095\"", "windowWidth=\"1\""), "says of itself would change"),
        (with(&bytes, "xl/_rels/workbook.xml.rels", |t| t.replace("theme/theme1", "styles")), "no longer lead to"),
        (with(&bytes, "xl/styles.xml", |t| t.replacen("<fonts", "<fonts x=\"1\"", 1)), "(fonts) would change"),
        (with(&bytes, "xl/styles.xml", |t| t.replace("FFFFFF00", "FFFF0000")), "(fills) would change"),
        (
            with(&bytes, "xl/styles.xml", |t| t.replace("builtinId=\"0\"", "builtinId=\"1\"")),
            "(cellStyles) would change",
        ),
        (with(&bytes, &flows, |t| t.replace("</worksheet>", "")), "not well-formed"),
        (
            with(&bytes, "[Content_Types].xml", |t| {
                t.replace(&format!("PartName=\"/{flows}\""), "PartName=\"/x.xml\"")
            }),
            "taken for something else",
        ),
        (
            with(&bytes, "xl/tables/table4.xml", |t| t.replace(" id=\"4\"", " id=\"1\"")),
            "two tables would have the number 1",
        ),
        (
            with(&bytes, "xl/tables/table4.xml", |t| t.replace("ResFlows", "Trucks")),
            "two tables would be called 'trucks'",
        ),
        (with(&bytes, "xl/tables/table4.xml", |t| t.replace("ResFlows", "ResMen")), "both be called 'ResMen'"),
    ];
    for (after, words) in harms {
        let why = verify(&before, &after, &sheets).expect_err(words);
        assert!(why.contains(words), "{words}: {why}");
    }
    let swapped = with(&bytes, BOOK, |t| {
        t.replace("\"Inputs\" sheetId=\"1\"", "\"Q\"")
            .replace("\"Hidden\" sheetId=\"3\"", "\"Inputs\" sheetId=\"1\"")
            .replace("\"Q\"", "\"Hidden\" sheetId=\"3\"")
    });
    assert!(verify(&before, &swapped, &sheets).is_err());
    assert!(verify(&before, &before, &sheets).unwrap_err().contains("would be missing"), "results must be there");
}

/// Files are broken in more ways than can be listed. Whatever is in one: no panic, and what would come out is either equal
/// in all that is the analyst's or is not written.
#[test]
fn broken_files_do_no_harm() {
    let donor = results(Results { rows: 2, ..Results::default() });
    let bases = [own(), grafted(&own(), &donor).bytes, rich()];
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let (mut refused, mut stopped, mut written) = (0, 0, 0);
    for round in 0..600 {
        let base = &bases[round % bases.len()];
        let mut all = parts(base);
        let texts: Vec<usize> =
            (0..all.len()).filter(|i| all[*i].0.ends_with(".xml") || all[*i].0.ends_with(".rels")).collect();
        for _ in 0..1 + next(3) {
            let content = &mut all[texts[next(texts.len())]].1;
            // Tags and attributes are moved about as wholes, or nearly all would be refused as not well formed.
            let cuts: Vec<usize> = (0..content.len()).filter(|i| matches!(content[*i], b'<' | b' ' | b'"')).collect();
            let (a, b) = (cuts[next(cuts.len())], cuts[next(cuts.len())]);
            let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 200));
            match next(4) {
                0 => drop(content.drain(from..to)),
                1 => {
                    let piece = content[from..to].to_vec();
                    content.splice(to..to, piece);
                }
                2 => {
                    let digits: Vec<usize> = (0..content.len()).filter(|i| content[*i].is_ascii_digit()).collect();
                    if let Some(at) = digits.get(next(digits.len())) {
                        content[*at] = b'0' + u8::try_from(next(10)).unwrap();
                    }
                }
                _ => content[from] = u8::try_from(next(256)).unwrap(),
            }
        }
        let bytes = grafting::packed(&all);
        match graft(&bytes, &donor) {
            Err(_) => refused += 1,
            Ok(done) => match verify(&bytes, &done.bytes, &done.sheets) {
                Ok(_) => {
                    written += 1;
                    if let Ok(again) = graft(&done.bytes, &donor) {
                        verify(&done.bytes, &again.bytes, &again.sheets).unwrap();
                    }
                }
                Err(why) => {
                    stopped += 1;
                    println!("stopped: {why}");
                }
            },
        }
    }
    println!("{refused} refused, {stopped} stopped by the comparison, {written} written");
    assert!(refused > 50 && written > 50, "{refused} refused, {written} written: the damage is of one kind only");
}
