//! The programs behind a certificate as plain tables, so that any other program can do the sum again.

use std::path::Path;

use super::document::{Certificate, Claim};
use crate::answer::dates;
use crate::campaign::Campaign;
use crate::files::{self, WriteError};
use crate::formulation::names::Names;
use crate::formulation::{self, Earliest, Program};

/// Writes `rows-DAY.csv`, `columns-DAY.csv` and `entries-DAY.csv` for every ceiling of the certificate into a folder,
/// which is made if need be. A missing side of a row is an empty cell.
///
/// # Errors
/// If something can't be written.
pub fn write_programs(c: &Campaign, certificate: &Certificate, folder: &Path) -> Result<(), WriteError> {
    std::fs::create_dir_all(folder).map_err(|e| WriteError::from_io(folder, &e))?;
    let earliest = Earliest::of(c);
    for claim in &certificate.claims {
        let Claim::Ceiling(ceiling) = claim else { continue };
        let first = dates::all(c).into_iter().find(|t| dates::day(c, *t).0 == ceiling.day);
        let program = first.and_then(|first| formulation::build(c, &earliest, dates::window(c, first)));
        let Some(program) = program else { continue };
        for (table, content) in tables(c, &program) {
            let path = folder.join(format!("{table}-{}.csv", ceiling.day));
            let content = content.map_err(|e| WriteError::Unfit(path.clone(), e.to_string()))?;
            files::replace(&path, &content)?;
        }
    }
    Ok(())
}

/// A table as the bytes of its file.
type Content = Result<Vec<u8>, csv::Error>;

/// The three tables of a program.
fn tables(c: &Campaign, program: &Program) -> [(&'static str, Content); 3] {
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
