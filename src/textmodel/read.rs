//! From CSV to rows with addresses.

use std::fs;
use std::io;
use std::path::Path;

use crate::campaign::Problem;
use crate::files::ReadError;
use crate::tables::{ALL, Cell, RawBook, RawTable, Row, Table, Value, raw};

/// Reads the CSV files of a text model's folder. The description beside them is for other programs and not read.
pub fn read(folder: &Path) -> Result<RawBook, ReadError> {
    if folder.is_file() {
        return Err(ReadError::IsFile(folder.into()));
    }
    let mut found = Vec::new();
    fs::read_dir(folder).map_err(|e| ReadError::from_io(folder, &e))?;
    for table in ALL {
        let path = folder.join(file_name(table));
        match fs::read(&path) {
            Ok(bytes) => found.push((file_name(table), bytes)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(ReadError::from_io(&path, &e)),
        }
    }
    if found.is_empty() {
        return Err(ReadError::NoTables(folder.into()));
    }
    Ok(read_files(&found))
}

/// Reads a text model from file names and contents.
pub fn read_files<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> RawBook {
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    let mut missing = Vec::new();
    for table in ALL {
        let name = file_name(table);
        match files.iter().find(|(n, _)| n.as_ref() == name) {
            Some((_, bytes)) => tables.push(read_table(table, bytes.as_ref(), &mut problems)),
            None if table.may_be_empty => tables.push(RawTable { table, rows: Vec::new(), at: name }),
            None => {
                problems.push(Problem::error(
                    &name,
                    format!("no file {name}"),
                    "a file for every required table",
                    format!("Add the file. {}", table.about),
                ));
                missing.push(RawTable { table, rows: Vec::new(), at: name });
            }
        }
    }
    let hash = raw::hash(&tables);
    let mut book = RawBook { tables, problems, hash, scenario: None };
    super::shared::include(&mut book, missing);
    book
}

/// The tables of these files alone, whatever else a campaign would need.
pub(super) fn tables_of<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Vec<RawTable> {
    let found = |table: &&'static Table| files.iter().find(|(n, _)| n.as_ref() == file_name(table));
    ALL.iter().filter_map(|t| Some(read_table(t, found(t)?.1.as_ref(), &mut Vec::new()))).collect()
}

fn file_name(table: &Table) -> String {
    format!("{}.csv", table.id)
}

fn read_table(table: &'static Table, bytes: &[u8], problems: &mut Vec<Problem>) -> RawTable {
    let file = file_name(table);
    let at = format!("{file}:1");
    let mut raw = RawTable { table, rows: Vec::new(), at: at.clone() };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(e) => {
            let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
            problems.push(Problem::error(
                format!("{file}:{line}"),
                "letters that are not UTF-8",
                "UTF-8 text",
                "Save the file as CSV UTF-8.",
            ));
            return raw;
        }
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records().filter_map(Result::ok);
    let headers: Vec<String> =
        records.next().map(|r| r.iter().map(|h| h.trim().to_lowercase()).collect()).unwrap_or_default();
    let fields = table.fields();
    let columns: Vec<Option<usize>> = fields.iter().map(|f| headers.iter().position(|h| *h == f.id())).collect();
    for (field, _) in fields.iter().zip(&columns).filter(|(f, c)| c.is_none() && f.required()) {
        problems.push(Problem::error(
            &at,
            format!("no column '{}'", field.id()),
            "all required columns in the first line",
            format!("Add the column. {}", field.column.about),
        ));
    }
    for record in records {
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|v| v.trim().is_empty()) {
            continue;
        }
        if record.len() > headers.len() {
            problems.push(Problem::error(
                format!("{file}:{line}"),
                format!("{} values", record.len()),
                format!("{} values, as many as there are columns", headers.len()),
                "Put text that contains a comma between quotation marks.",
            ));
        }
        let cell = |(field, column): (&crate::tables::Field, &Option<usize>)| match column {
            Some(c) => Cell {
                value: Value::Text(record.get(*c).unwrap_or_default().into()).settled(field.column.kind),
                at: format!("{file}:{line}:{}", field.id()),
            },
            None => Cell { value: Value::Empty, at: String::new() },
        };
        let cells = fields.iter().zip(&columns).map(cell).collect();
        raw.rows.push(Row { cells, at: format!("{file}:{line}") });
    }
    raw
}
