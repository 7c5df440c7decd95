//! When each line carries trains: restored, both ends ours, and its track not taken up by a line of another gauge.

use super::field::{Field, MOMENT, NEVER};
use super::front::Front;
use super::rail;
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{LineId, Way};
use crate::orders::Restoration;

/// A spell in which a line carries trains, from a day until another (infinity where it stays so).
type Spell = (f64, f64);

/// The spells of every line.
pub(super) struct Lines {
    open: Vec<Vec<Spell>>,
}

impl Lines {
    pub fn of(f: &Field, front: &Front) -> Lines {
        Lines { open: (0..f.c.lines.len()).map(|e| spells(f, front, LineId(e))).collect() }
    }

    /// Whether a line is in working order at a moment.
    pub fn is_open(&self, line: LineId, moment: f64) -> bool {
        self.open[line.0].iter().any(|(from, to)| *from <= moment + MOMENT && moment < to - MOMENT)
    }

    /// Notes a fault where a line does not carry trains from the first moment to the last.
    pub fn must_be_open(&self, (line, way): (LineId, Way), (start, end): (f64, f64), ledger: &mut Ledger) {
        let spells = &self.open[line.0];
        if spells.iter().any(|(from, to)| *from <= start + MOMENT && end <= to + MOMENT) {
            return;
        }
        let at = Spot::train(line, way);
        let opens = spells.iter().map(|s| s.0).filter(|from| *from > start + MOMENT).fold(f64::INFINITY, f64::min);
        match spells.iter().filter(|(from, _)| *from <= start + MOMENT).map(|(_, to)| *to).reduce(f64::max) {
            // The track has been taken up, and may be put back before the period ends.
            Some(closed) => {
                let days = end.min(opens) - start.max(closed);
                ledger.note(FaultKind::TrackTakenUp, at, (start.max(closed), end), days);
            }
            None => ledger.note(FaultKind::NotOpen, at, (start, end), (opens - start).min(NEVER)),
        }
    }
}

/// Restorations of the other lines of the same track.
fn of_the_others<'a>(f: &'a Field, line: LineId) -> impl Iterator<Item = &'a Restoration> {
    let group = &f.c.line(line).track_group;
    let same = move |r: &&Restoration| r.line != line && !group.is_empty() && f.c.line(r.line).track_group == *group;
    f.o.restorations.iter().filter(same)
}

/// A line that needs no work is open until the track is taken up for another gauge; one that needs it, from the end of
/// each restoration until then.
fn spells(f: &Field, front: &Front, line: LineId) -> Vec<Spell> {
    let usable = f.c.line(line).usable_from.map_or(0.0, |d| d.0).max(rail::ends_ours(f, front, line));
    let taken_up = |from: f64| {
        let begun = of_the_others(f, line).map(|r| r.from_day).filter(|day| *day >= from - MOMENT);
        begun.fold(f64::INFINITY, f64::min)
    };
    let mut out = if rail::work_days(f, line) > 0.0 {
        let mine = f.o.restorations.iter().filter(|r| r.line == line);
        mine.map(|r| (r.to_day.max(usable), taken_up(r.from_day))).collect()
    } else {
        vec![(usable, taken_up(0.0))]
    };
    out.retain(|(from, to)| from.is_finite() && from < to);
    out
}

/// Trains of two gauges do not run on one track in one period. (Only lines that need no work can come to that.)
pub(super) fn one_gauge_at_a_time(f: &Field, ran: impl Fn(LineId, usize) -> bool, ledger: &mut Ledger) {
    for track in f.c.shared_tracks() {
        for period in 0..f.o.periods {
            for line in track.iter().filter(|e| ran(**e, period)).skip(1) {
                let at = Spot::line(*line);
                ledger.note(FaultKind::TrackTakenUp, at, f.span(period), f.period as f64);
            }
        }
    }
}
