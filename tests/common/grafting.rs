//! Workbooks for the tests of the graft: results as Railhead writes them, and an analyst's own.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormat2ColorScale, ConditionalFormatDataBar, DataValidation, ExcelDateTime,
    Format, Formula, Image, Note, Sparkline, Table, TableColumn, Url, Workbook, Worksheet,
};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A part and its bytes.
pub type Part = (String, Vec<u8>);

/// The parts of a package in their order.
pub fn parts(bytes: &[u8]) -> Vec<Part> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = |i| {
        let mut file = archive.by_index(i).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().unwrap().into_owned(), content)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(read).collect()
}

/// A package of these parts.
pub fn packed(parts: &[Part]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The text of a part.
pub fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(n, _)| n == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no part {name}")).1).unwrap()
}

/// The package with a part changed; something must change.
pub fn with(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut all = parts(bytes);
    let found = all.iter_mut().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no part {name}"));
    let old = String::from_utf8(found.1.clone()).unwrap();
    let new = change(&old);
    assert_ne!(old, new, "{name} was to change");
    found.1 = new.into_bytes();
    packed(&all)
}

/// The package with a part more: its kind, and the relationships that lead to it.
pub struct Extra<'a> {
    pub name: &'a str,
    pub kind: &'a str,
    pub from: &'a str,
    pub rel: &'a str,
    pub content: &'a [u8],
}

/// Adds parts with all that belongs to them.
pub fn extended(bytes: &[u8], extras: &[Extra]) -> Vec<u8> {
    let mut all: Vec<Part> = parts(bytes);
    for (n, extra) in extras.iter().enumerate() {
        all.push((extra.name.into(), extra.content.to_vec()));
        let types = &mut all.iter_mut().find(|(n, _)| n == "[Content_Types].xml").unwrap().1;
        let entry = format!(r#"<Override PartName="/{}" ContentType="{}"/></Types>"#, extra.name, extra.kind);
        *types = String::from_utf8(types.clone()).unwrap().replace("</Types>", &entry).into_bytes();
        let (folder, name) = extra.from.rsplit_once('/').unwrap_or(("", extra.from));
        let rels = format!("{folder}/_rels/{name}.rels");
        let rels = rels.trim_start_matches('/').to_string();
        if !all.iter().any(|(n, _)| *n == rels) {
            let empty = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"#;
            all.push((rels.clone(), empty.as_bytes().to_vec()));
        }
        let list = &mut all.iter_mut().find(|(n, _)| *n == rels).unwrap().1;
        let entry =
            format!(r#"<Relationship Id="rIdX{n}" Type="{}" Target="/{}"/></Relationships>"#, extra.rel, extra.name);
        *list = String::from_utf8(list.clone()).unwrap().replace("</Relationships>", &entry).into_bytes();
    }
    packed(&all)
}

/// What differs between two packages: parts that changed, went and came.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Differences {
    pub changed: Vec<String>,
    pub gone: Vec<String>,
    pub new: Vec<String>,
}

pub fn differences(before: &[u8], after: &[u8]) -> Differences {
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (parts(before).into_iter().collect(), parts(after).into_iter().collect());
    Differences {
        changed: old.iter().filter(|(n, c)| new.get(*n).is_some_and(|d| d != *c)).map(|(n, _)| n.clone()).collect(),
        gone: old.keys().filter(|n| !new.contains_key(*n)).cloned().collect(),
        new: new.keys().filter(|n| !old.contains_key(*n)).cloned().collect(),
    }
}

/// A workbook that is the same whenever it is made.
fn begun() -> Workbook {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1).unwrap();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&day));
    book
}

/// What the results hold.
#[derive(Clone, Copy)]
pub struct Results {
    /// Every number is multiplied by it.
    pub scale: f64,
    /// Whether there is a sheet `Why`, which the other sheets do not need.
    pub why: bool,
    /// Number of rows of flows.
    pub rows: u32,
}

impl Default for Results {
    fn default() -> Results {
        Results { scale: 1.0, why: true, rows: 12 }
    }
}

/// Result sheets with everything that Railhead's have: tables, charts, notes, links, rich texts, data bars, live formulas
/// with stored results, frozen panes, repeated rows.
pub fn results(r: Results) -> Vec<u8> {
    let mut book = begun();
    answer(book.add_worksheet(), r);
    if r.why {
        let sheet = book.add_worksheet().set_name("Why").unwrap();
        sheet.write(0, 0, "Because of the rivers").unwrap();
        table(sheet, "ResWhy", &["Cause", "Men"], r);
    }
    let sheet = book.add_worksheet().set_name("Flows").unwrap();
    sheet.set_repeat_rows(4, 4).unwrap().set_freeze_panes(5, 1).unwrap();
    table(sheet, "ResFlows", &["Link", "Day", "Tonnes"], r);
    audit(book.add_worksheet(), r);
    book.define_name("ResMen", "=Answer!$B$3").unwrap();
    book.save_to_buffer().unwrap()
}

fn answer(sheet: &mut Worksheet, r: Results) {
    let title = Format::new().set_bold().set_font_size(22).set_font_color(Color::RGB(0x2F4858));
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let figure = Format::new().set_num_format("#,##0.0\" men\"");
    sheet.set_name("Answer").unwrap();
    sheet.write_with_format(0, 0, "Can they?", &title).unwrap();
    let bold = Format::new().set_bold();
    sheet
        .write_rich_string(1, 0, &[(&Format::default(), "NO: "), (&bold, "two"), (&Format::default(), " million ")])
        .unwrap();
    sheet.write(2, 0, "Men at most").unwrap();
    sheet.write_with_format(2, 1, 2_074_128.627_485_654_5 * r.scale, &figure).unwrap();
    sheet.write_with_format(3, 1, ExcelDateTime::from_ymd(1945, 1, 12).unwrap(), &date).unwrap();
    sheet.write(3, 0, " kept blanks ").unwrap();
    table(sheet, "ResCurve", &["Day", "Men"], r);
    let mut chart = Chart::new(ChartType::ScatterStraight);
    chart
        .add_series()
        .set_categories(("Answer", 5, 0, 4 + r.rows, 0))
        .set_values(("Answer", 5, 1, 4 + r.rows, 1))
        .set_name("Men");
    sheet.insert_chart(1, 6, &chart).unwrap();
    sheet.insert_note(2, 1, &Note::new("The bound is proved.").set_author("Railhead")).unwrap();
    sheet.write_url(2, 5, Url::new("internal:'Flows'!A1").set_text("Flows")).unwrap();
    sheet.write_url(3, 5, Url::new("https://example.org/").set_text("About")).unwrap();
    let bars = ConditionalFormatDataBar::new();
    sheet.add_conditional_format(5, 1, 4 + r.rows, 1, &bars).unwrap();
    sheet.add_sparkline(2, 3, &Sparkline::new().set_range(("Answer", 5, 1, 4 + r.rows, 1))).unwrap();
    sheet.set_freeze_panes(5, 0).unwrap().set_column_width(0, 30).unwrap().set_landscape();
}

/// A table whose header is in the fifth row.
fn table(sheet: &mut Worksheet, name: &str, headers: &[&str], r: Results) {
    let columns: Vec<TableColumn> = headers.iter().map(|h| TableColumn::new().set_header(*h)).collect();
    let last = u16::try_from(headers.len()).unwrap() - 1;
    sheet.add_table(4, 0, 4 + r.rows, last, &Table::new().set_name(name).set_columns(&columns)).unwrap();
    for row in 1..=r.rows {
        for column in 0..=last {
            let value = (f64::from(row) * 1.37 + f64::from(column) / 7.0) * r.scale;
            sheet.write(4 + row, column, value).unwrap();
        }
    }
}

fn audit(sheet: &mut Worksheet, r: Results) {
    sheet.set_name("Audit").unwrap();
    let red = Format::new().set_font_color(Color::Red).set_num_format("0.00");
    for row in 0..r.rows {
        let formula = format!("=Flows!$C${}*0.5+SUM(ResFlows[Day])*0", row + 6);
        let result = (f64::from(row + 1) * 1.37 + 2.0 / 7.0) * r.scale * 0.5;
        sheet.write_formula(row, 0, Formula::new(formula).set_result(format!("{result}"))).unwrap();
    }
    let rule = rust_xlsxwriter::ConditionalFormatCell::new()
        .set_rule(rust_xlsxwriter::ConditionalFormatCellRule::LessThan(0.0))
        .set_format(red);
    sheet.add_conditional_format(0, 0, r.rows, 0, &rule).unwrap();
    sheet.autofilter(0, 0, r.rows, 0).unwrap();
}

/// An analyst's workbook: inputs in a table, formulas, a chart, names, a hidden sheet, what is printed.
pub fn own() -> Vec<u8> {
    let mut book = begun();
    let sheet = book.add_worksheet().set_name("Inputs").unwrap();
    let money = Format::new().set_num_format("#,##0.00 [$€-407]").set_background_color(Color::Yellow);
    sheet
        .add_table(
            0,
            0,
            4,
            1,
            &Table::new()
                .set_name("Trucks")
                .set_columns(&[TableColumn::new().set_header("Fleet"), TableColumn::new().set_header("Number")]),
        )
        .unwrap();
    for row in 1..=4 {
        sheet.write(row, 0, format!("Fleet {row}")).unwrap();
        sheet.write_with_format(row, 1, f64::from(row) * 100.0, &money).unwrap();
    }
    sheet.write_formula(6, 1, Formula::new("=SUM(B2:B5)").set_result("1000")).unwrap();
    sheet
        .add_data_validation(
            1,
            1,
            4,
            1,
            &DataValidation::new().allow_whole_number(rust_xlsxwriter::DataValidationRule::GreaterThan(0)),
        )
        .unwrap();
    sheet.set_print_area(0, 0, 6, 1).unwrap().set_repeat_rows(0, 0).unwrap();
    let sheet = book.add_worksheet().set_name("It's a plan").unwrap();
    sheet.write(0, 0, "text").unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("Inputs", 1, 1, 4, 1));
    sheet.insert_chart(2, 2, &chart).unwrap();
    sheet.add_conditional_format(0, 0, 3, 0, &ConditionalFormat2ColorScale::new()).unwrap();
    sheet.set_active(true);
    let sheet = book.add_worksheet().set_name("Hidden").unwrap();
    sheet.write(0, 0, 1).unwrap();
    sheet.set_hidden(true);
    book.define_name("Rate", "=Inputs!$B$2").unwrap();
    book.define_name("'It''s a plan'!Local", "='It''s a plan'!$A$1").unwrap();
    // As a file that Excel saved: nothing waits to be calculated.
    with(&book.save_to_buffer().unwrap(), "xl/workbook.xml", |t| t.replace(r#" fullCalcOnLoad="1""#, ""))
}

/// A picture of one point.
pub const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0, 1, 0, 0, 5, 0, 1,
    0x0D, 0x0A, 0x2D, 0xB4, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// A workbook with macros and nearly everything else that can be in one. Of what no library writes, the parts are made up:
/// what matters here is that they come out as they went in.
pub fn rich() -> Vec<u8> {
    let mut book = begun();
    let sheet = book.add_worksheet().set_name("Model").unwrap();
    for row in 0..10u32 {
        sheet.write(row, 0, f64::from(row)).unwrap();
        sheet
            .write_formula(row, 1, Formula::new(format!("=A{}*2", row + 1)).set_result(format!("{}", row * 2)))
            .unwrap();
    }
    sheet.write_dynamic_array_formula(0, 4, 0, 4, Formula::new("=SORT(A1:A10)").set_result("0")).unwrap();
    sheet.write_array_formula(1, 5, 1, 5, Formula::new("{=SUM(A1:A3*B1:B3)}").set_result("10")).unwrap();
    for kind in [ChartType::Line, ChartType::Pie, ChartType::Scatter, ChartType::Radar] {
        let mut chart = Chart::new(kind);
        chart.add_series().set_categories(("Model", 0, 0, 9, 0)).set_values(("Model", 0, 1, 9, 1));
        sheet.insert_chart(12, 0, &chart).unwrap();
    }
    sheet.insert_image(0, 8, &Image::new_from_buffer(PNG).unwrap().set_alt_text("A point")).unwrap();
    sheet.insert_note(0, 0, &Note::new("[Threaded comment]")).unwrap();
    sheet.add_sparkline(0, 7, &Sparkline::new().set_range(("Model", 0, 0, 9, 0))).unwrap();
    sheet.add_conditional_format(0, 0, 9, 0, &ConditionalFormatDataBar::new()).unwrap();
    sheet.add_conditional_format(0, 1, 9, 1, &ConditionalFormat2ColorScale::new()).unwrap();
    sheet.group_rows(2, 4).unwrap();
    sheet.set_row_hidden(8).unwrap();
    sheet.protect();
    book.add_worksheet().set_name("Pivot").unwrap().write(0, 0, "pivot").unwrap();
    book.add_worksheet().set_name("Secret").unwrap().write(0, 0, 1).unwrap();
    book.add_chartsheet()
        .set_name("Chart")
        .unwrap()
        .insert_chart(0, 0, &{
            let mut chart = Chart::new(ChartType::Bar);
            chart.add_series().set_values(("Model", 0, 0, 9, 0));
            chart
        })
        .unwrap();
    book.define_name("Growth", "=1.02").unwrap();
    let bytes = with(&book.save_to_buffer().unwrap(), "xl/workbook.xml", |t| {
        t.replace(r#"<sheet name="Secret" "#, r#"<sheet name="Secret" state="veryHidden" "#)
            .replace(r#" fullCalcOnLoad="1""#, "")
    });
    let bytes = with(&bytes, "[Content_Types].xml", |t| {
        t.replace(
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        .replace(
            "<Override",
            r#"<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override"#,
        )
    });
    extended(&bytes, &made_up())
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn made_up() -> Vec<Extra<'static>> {
    macro_rules! main {
        ($xml:literal) => {
            concat!(r#"<?xml version="1.0" encoding="UTF-8"?>"#, "\r\n", $xml).as_bytes()
        };
    }
    macro_rules! office {
        ($kind:literal) => {
            concat!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/", $kind)
        };
    }
    macro_rules! sheet_type {
        ($kind:literal) => {
            concat!("application/vnd.openxmlformats-officedocument.spreadsheetml.", $kind, "+xml")
        };
    }
    let book = "xl/workbook.xml";
    let sheet = "xl/worksheets/sheet1.xml";
    let extra = |name, kind, from, rel, content| Extra { name, kind, from, rel, content };
    vec![
        extra(
            "xl/vbaProject.bin",
            "application/vnd.ms-office.vbaProject",
            book,
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
            b"\xD0\xCF\x11\xE0 any bytes \0\xFF",
        ),
        extra(
            "xl/calcChain.xml",
            sheet_type!("calcChain"),
            book,
            office!("calcChain"),
            main!(
                r#"<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B1" i="1"/><c r="B2"/></calcChain>"#
            ),
        ),
        extra(
            "xl/pivotCache/pivotCacheDefinition1.xml",
            sheet_type!("pivotCacheDefinition"),
            book,
            office!("pivotCacheDefinition"),
            main!(
                r#"<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" refreshOnLoad="0"><cacheSource type="worksheet"><worksheetSource ref="A1:B10" sheet="Model"/></cacheSource><cacheFields count="0"/></pivotCacheDefinition>"#
            ),
        ),
        extra(
            "xl/pivotCache/pivotCacheRecords1.xml",
            sheet_type!("pivotCacheRecords"),
            "xl/pivotCache/pivotCacheDefinition1.xml",
            office!("pivotCacheRecords"),
            main!(
                r#"<pivotCacheRecords xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0"/>"#
            ),
        ),
        extra(
            "xl/pivotTables/pivotTable1.xml",
            sheet_type!("pivotTable"),
            "xl/worksheets/sheet2.xml",
            office!("pivotTable"),
            main!(
                r#"<pivotTableDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" name="P" cacheId="1"><location ref="A3:B5"/></pivotTableDefinition>"#
            ),
        ),
        extra(
            "xl/persons/person.xml",
            "application/vnd.ms-excel.person+xml",
            book,
            "http://schemas.microsoft.com/office/2017/10/relationships/person",
            main!(r#"<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>"#),
        ),
        extra(
            "xl/threadedComments/threadedComment1.xml",
            "application/vnd.ms-excel.threadedcomments+xml",
            sheet,
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            main!(
                r#"<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>"#
            ),
        ),
        extra(
            "xl/externalLinks/externalLink1.xml",
            sheet_type!("externalLink"),
            book,
            office!("externalLink"),
            main!(r#"<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#),
        ),
        extra(
            "xl/connections.xml",
            sheet_type!("connections"),
            book,
            office!("connections"),
            main!(r#"<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#),
        ),
        extra("customXml/item1.xml", "application/xml", book, office!("customXml"), b"<anything/>"),
        extra(
            "xl/printerSettings/printerSettings1.bin",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
            sheet,
            office!("printerSettings"),
            b"\0P\0r\0i\0n\0t",
        ),
        extra(
            "xl/slicers/slicer1.xml",
            "application/vnd.ms-excel.slicer+xml",
            sheet,
            "http://schemas.microsoft.com/office/2007/relationships/slicer",
            main!(r#"<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/>"#),
        ),
        extra(
            "xl/ctrlProps/ctrlProp1.xml",
            "application/vnd.ms-excel.controlproperties+xml",
            sheet,
            office!("ctrlProp"),
            main!(
                r#"<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button"/>"#
            ),
        ),
        extra(
            "docProps/custom.xml",
            "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            "",
            office!("custom-properties"),
            main!(r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>"#),
        ),
    ]
}

/// The kind of a relationship of the office formats.
pub fn office(kind: &str) -> String {
    format!("{OFFICE}/{kind}")
}
