//! Formulas for which the file holds no stored value, worked out by IronCalc instead of Excel.

#[cfg(feature = "recalc")]
mod engine {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use ironcalc::base::Model;
    use ironcalc::base::cell::CellValue;
    use ironcalc::base::types::CellType;
    use ironcalc::import::load_from_xlsx_bytes;

    use crate::tables::Value;

    /// A workbook with all its formulas worked out.
    pub struct Engine {
        model: Model<'static>,
        names: Vec<String>,
    }

    impl Engine {
        /// Works out an .xlsx workbook; `None` where the library can't.
        pub fn of(bytes: &[u8]) -> Option<Engine> {
            // The library is known to panic on some files; then the formulas are reported as they are.
            let worked_out = AssertUnwindSafe(|| {
                let book = load_from_xlsx_bytes(bytes, "workbook", "en", "UTC").ok()?;
                let mut model = Model::from_workbook(book, "en").ok()?;
                model.evaluate();
                let names = model.get_worksheets_properties().into_iter().map(|s| s.name).collect();
                Some(Engine { model, names })
            });
            catch_unwind(worked_out).ok().flatten()
        }

        /// What stands in a cell, counted from 0; `None` where it came to an error or to nothing.
        pub fn value(&self, sheet: &str, (row, column): (u32, u32)) -> Option<Value> {
            let sheet = u32::try_from(self.names.iter().position(|n| n == sheet)?).ok()?;
            let (row, column) = (i32::try_from(row + 1).ok()?, i32::try_from(column + 1).ok()?);
            if matches!(self.model.get_cell_type(sheet, row, column), Err(_) | Ok(CellType::ErrorValue)) {
                return None;
            }
            match self.model.get_cell_value_by_index(sheet, row, column).ok()? {
                CellValue::Number(n) if n.is_finite() => Some(Value::Number(n)),
                CellValue::String(t) if !t.is_empty() && !t.starts_with('#') => Some(Value::Text(t)),
                CellValue::Boolean(b) => Some(Value::Bool(b)),
                _ => None,
            }
        }
    }
}

#[cfg(not(feature = "recalc"))]
mod engine {
    use crate::tables::Value;

    /// This build works nothing out.
    pub struct Engine;

    impl Engine {
        pub fn of(_: &[u8]) -> Option<Engine> {
            None
        }

        pub fn value(&self, _: &str, _: (u32, u32)) -> Option<Value> {
            None
        }
    }
}

use std::cell::OnceCell;

use super::sheet::Sheet;
use crate::campaign::Problem;

/// Works a workbook out when that is needed for the first time.
pub struct Recalc<'a> {
    /// `None` where the workbook is in a form that is not worked out.
    bytes: Option<&'a [u8]>,
    engine: OnceCell<Option<engine::Engine>>,
}

impl<'a> Recalc<'a> {
    pub fn new(bytes: Option<&'a [u8]>) -> Recalc<'a> {
        Recalc { bytes, engine: OnceCell::new() }
    }

    /// Fills in what the sheet's formulas come to where no value was stored, and says that it did.
    pub fn fill(&self, sheet: &mut Sheet) -> Option<Problem> {
        let open = sheet.without_stored_value();
        let first = *open.first()?;
        let engine = self.engine.get_or_init(|| self.bytes.and_then(engine::Engine::of)).as_ref()?;
        let found: Vec<_> = open.iter().filter_map(|at| Some((*at, engine.value(&sheet.name, *at)?))).collect();
        let count = found.len();
        let at = found.first().map_or(first, |(at, _)| *at);
        for (at, value) in found {
            sheet.replace(at, value);
        }
        (count > 0).then(|| {
            Problem::warning(
                sheet.at(at.0, at.1),
                match count {
                    1 => "a formula for which the file holds no value".to_string(),
                    n => format!("this and {} more formulas for which the file holds no value", n - 1),
                },
                "formulas with the values that Excel or LibreOffice stored",
                "Railhead worked them out itself. Open the file in Excel or LibreOffice, let it calculate and save it, to be sure of them.",
            )
        })
    }
}
