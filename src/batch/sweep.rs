//! Levers moved over lists and ranges of values, and the cross product of several.

use std::str::FromStr;

use crate::campaign::{Campaign, Lever};
use crate::tables::check::nearest;

/// More cases than this in one sweep are most likely a slip in a range.
pub const MOST: usize = 10_000;

/// A value of a lever: in its own unit, or as a share of what the campaign has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    Plain(f64),
    Percent(f64),
}

/// A lever and the values that it is to take.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    pub lever: String,
    pub values: Vec<Value>,
}

impl FromStr for Sweep {
    type Err = String;

    /// `trucks=20000,26000,32000`, `trucks=20000:40000:5000` (from, to, step), `trucks=80%:120%:10%`.
    fn from_str(given: &str) -> Result<Sweep, String> {
        let (lever, values) = given.split_once('=').ok_or("LEVER=VALUES, with a lever of the sheet Levers")?;
        let values = match values.split(':').collect::<Vec<_>>().as_slice() {
            [from, to, step] => range(value(from)?, value(to)?, value(step)?)?,
            [_] => values.split(',').map(value).collect::<Result<Vec<_>, _>>()?,
            _ => return Err("a list (20000,26000,32000) or a range from:to:step (20000:40000:5000)".into()),
        };
        match lever.trim() {
            "" => Err("the key of a lever before the equals sign".into()),
            lever => Ok(Sweep { lever: lever.into(), values }),
        }
    }
}

fn value(given: &str) -> Result<Value, String> {
    let given = given.trim();
    let number = |text: &str| {
        let found = text.trim().parse::<f64>().ok().filter(|v| v.is_finite() && *v >= 0.0);
        found.ok_or_else(|| {
            format!("numbers from 0 up, in the lever's unit or in percent of today's (80%), not '{given}'")
        })
    };
    match given.strip_suffix('%') {
        Some(percent) => Ok(Value::Percent(number(percent)?)),
        None => Ok(Value::Plain(number(given)?)),
    }
}

/// From one value to another, both included where the steps meet the end.
fn range(from: Value, to: Value, step: Value) -> Result<Vec<Value>, String> {
    let (make, from, to, step): (fn(f64) -> Value, f64, f64, f64) = match (from, to, step) {
        (Value::Plain(a), Value::Plain(b), Value::Plain(s)) => (Value::Plain, a, b, s),
        (Value::Percent(a), Value::Percent(b), Value::Percent(s)) => (Value::Percent, a, b, s),
        _ => return Err("a range wholly in the lever's unit, or wholly in percent".into()),
    };
    if step <= 0.0 || to < from {
        return Err("a range from a lower to a higher value in steps above 0".into());
    }
    let steps = ((to - from) / step + 1e-9).floor();
    if steps > MOST as f64 {
        return Err(format!("at most {MOST} values"));
    }
    // Each from its own number of steps, so that no error adds up.
    Ok((0..=steps as usize).map(|i| make(to_twelve_digits(from + i as f64 * step))).collect())
}

/// Without what binary fractions leave behind the twelfth digit: 0.3, not 0.30000000000000004.
fn to_twelve_digits(v: f64) -> f64 {
    format!("{v:.12e}").parse().unwrap_or(v)
}

/// The lever of this key; what there is instead otherwise, or that it has nothing to scale.
fn named<'a>(c: &'a Campaign, key: &str) -> Result<&'a Lever, String> {
    if let Some(lever) = c.lever(key) {
        let base = lever.base(c);
        return if base > 0.0 { Ok(lever) } else { Err(format!("The lever '{key}' has nothing to scale.")) };
    }
    let keys: Vec<&str> = c.levers.iter().map(|l| l.key.as_str()).collect();
    Err(match (nearest(key, keys.iter().copied()), keys.is_empty()) {
        (Some(near), _) => format!("There is no lever '{key}': did you mean '{near}'?"),
        (None, false) => format!("There is no lever '{key}': the sheet Levers has {}.", keys.join(", ")),
        (None, true) => format!("There is no lever '{key}': the workbook has no levers."),
    })
}

/// That no lever is moved twice, by itself or as a part of another, and that there are not too many cases.
///
/// # Errors
/// Says what is wrong.
pub fn check(c: &Campaign, levers: &[(String, Vec<f64>)]) -> Result<(), String> {
    for (i, (key, _)) in levers.iter().enumerate() {
        let lever = named(c, key)?;
        for (other, _) in &levers[..i] {
            if other == key {
                return Err(format!("The lever '{key}' is named twice: put its values into one list."));
            }
            if lever.overlaps(named(c, other)?, c) {
                return Err(format!("The levers '{other}' and '{key}' scale the same figures: move one of them."));
            }
        }
    }
    let cases = levers.iter().fold(1usize, |n, (_, values)| n.saturating_mul(values.len()));
    if cases > MOST {
        return Err(format!("{cases} combinations are more than the {MOST} that one batch takes."));
    }
    Ok(())
}

impl Sweep {
    /// Its values for a campaign, in the lever's own unit and spelling; what is wrong with it otherwise.
    ///
    /// # Errors
    /// Where the campaign has no such lever, or nothing for it to scale.
    pub fn values_for(&self, c: &Campaign) -> Result<(String, Vec<f64>), String> {
        let lever = named(c, &self.lever)?;
        let base = lever.base(c);
        let one = |v: &Value| match v {
            Value::Plain(v) => *v,
            Value::Percent(share) => to_twelve_digits(base * share / 100.0),
        };
        Ok((lever.key.clone(), self.values.iter().map(one).collect()))
    }
}

/// Every combination of the values of several levers, the last lever running fastest; one empty combination where there are no levers.
pub fn product(levers: &[(String, Vec<f64>)]) -> Vec<Vec<(String, f64)>> {
    let mut out = vec![Vec::new()];
    for (key, values) in levers {
        out = out
            .into_iter()
            .flat_map(|so_far: Vec<(String, f64)>| {
                values.iter().map(move |v| so_far.iter().cloned().chain([(key.clone(), *v)]).collect())
            })
            .collect();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(spec: &str) -> Vec<f64> {
        let values = spec.parse::<Sweep>().expect(spec).values;
        let number = |v: &Value| match v {
            Value::Plain(v) | Value::Percent(v) => *v,
        };
        values.iter().map(number).collect()
    }

    #[test]
    fn lists_ranges_and_slips() {
        assert_eq!(plain("trucks=1,2.5, 3"), [1.0, 2.5, 3.0]);
        assert_eq!(plain("trucks=10:30:10"), [10.0, 20.0, 30.0]);
        assert_eq!(plain("trucks=80%:120%:20%"), [80.0, 100.0, 120.0]);
        // 0.1 ten times is not 1 in binary; the end is met all the same.
        assert_eq!(plain("t=0:1:0.1").len(), 11);
        for slip in
            ["trucks", "=1", "trucks=", "trucks=1:2", "trucks=2:1:1", "trucks=1:2:0", "t=1:2:1%", "t=-1", "t=0:1e9:1"]
        {
            assert!(slip.parse::<Sweep>().is_err(), "{slip}");
        }
    }

    #[test]
    fn the_last_lever_runs_fastest() {
        let levers = [("a".to_string(), vec![1.0, 2.0]), ("b".to_string(), vec![3.0, 4.0])];
        let found: Vec<Vec<f64>> = product(&levers).iter().map(|c| c.iter().map(|(_, v)| *v).collect()).collect();
        assert_eq!(found, [[1.0, 3.0], [1.0, 4.0], [2.0, 3.0], [2.0, 4.0]]);
        assert_eq!(product(&[]), [Vec::new()]);
    }
}
