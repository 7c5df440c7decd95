//! The programs behind a certificate as plain tables, so that any other program can do the sum again.

use std::fmt::Debug;
use std::path::Path;

use super::document::{Certificate, Claim};
use super::verify;
use crate::answer::dates;
use crate::campaign::Campaign;
use crate::files::{self, WriteError};
use crate::formulation::names::Names;
use crate::formulation::{self, Earliest, Program};

/// Writes `rows-DAY.csv`, `columns-DAY.csv` and `entries-DAY.csv` for every ceiling of the certificate into a folder,
/// which is made if need be; `rows-DAY-UNTIL.csv` where the span is longer than the question's, and `rows-floor-N.csv`
/// for the floors, in their order, counted from 1. A missing side of a row is an empty cell.
///
/// # Errors
/// If something can't be written.
pub fn write_programs(c: &Campaign, certificate: &Certificate, folder: &Path) -> Result<(), WriteError> {
    std::fs::create_dir_all(folder).map_err(|e| WriteError::from_io(folder, &e))?;
    let earliest = Earliest::of(c);
    let date = |day: f64| dates::all(c).into_iter().find(|t| dates::day(c, *t).0 == day);
    let mut floors = 0;
    for claim in &certificate.claims {
        match claim {
            Claim::Ceiling(ceiling) => {
                let window = date(ceiling.day).and_then(|first| verify::span(c, first, ceiling));
                let Some(program) = window.and_then(|w| formulation::build(c, &earliest, w)) else { continue };
                let until = ceiling.until.map_or(String::new(), |until| format!("-{until}"));
                write(c, &program, folder, &format!("{}{until}", ceiling.day))?;
            }
            Claim::Floor(floor) => {
                floors += 1;
                let asked = date(floor.day).and_then(|first| verify::floor_program(c, first, floor).ok());
                if let Some(asked) = asked {
                    write(c, &asked.program, folder, &format!("floor-{floors}"))?;
                }
            }
            Claim::TooEarly { .. } | Claim::Plan(_) | Claim::Unknown => {}
        }
    }
    Ok(())
}

fn write<C: Debug, R: Debug>(
    c: &Campaign,
    program: &Program<C, R>,
    folder: &Path,
    name: &str,
) -> Result<(), WriteError> {
    for (table, content) in tables(c, program) {
        let path = folder.join(format!("{table}-{name}.csv"));
        let content = content.map_err(|e| WriteError::Unfit(path.clone(), e.to_string()))?;
        files::replace(&path, &content)?;
    }
    Ok(())
}

/// A table as the bytes of its file.
type Content = Result<Vec<u8>, csv::Error>;

/// The three tables of a program.
fn tables<C: Debug, R: Debug>(c: &Campaign, program: &Program<C, R>) -> [(&'static str, Content); 3] {
    let lp = &program.lp;
    let (rows, columns) = (Names::of(c).all(&program.rows), Names::of(c).all(&program.columns));
    let finite = |v: f64| if v.is_finite() { v.to_string() } else { String::new() };
    let row = |i: usize| [rows[i].clone(), finite(lp.sides[i].lower()), finite(lp.sides[i].upper())];
    let column =
        |j: usize| [columns[j].clone(), lp.lower[j].to_string(), lp.upper[j].to_string(), lp.objective[j].to_string()];
    let entries = (0..lp.rows()).flat_map(|i| lp.row(i).map(move |(j, a)| (i, j, a)));
    let entry = |(i, j, a): (usize, usize, f64)| [rows[i].clone(), columns[j].clone(), a.to_string()];
    [
        ("rows", csv(["row", "lower", "upper"], (0..lp.rows()).map(row))),
        ("columns", csv(["column", "lower", "upper", "objective"], (0..lp.columns()).map(column))),
        ("entries", csv(["row", "column", "coefficient"], entries.map(entry))),
    ]
}

fn csv<const N: usize>(head: [&str; N], records: impl Iterator<Item = [String; N]>) -> Content {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    out.write_record(head)?;
    for record in records {
        out.write_record(record)?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}
