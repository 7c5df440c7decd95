//! One track in different gauges: lines that share a track work one at a time, and none of them while the track is
//! re-gauged.
//!
//! A line of such a track may go out of use, so its share in working order may fall. Work is a column of its own: what
//! has fallen must be worked for again. A line that is open when taken comes in with its place, once; when it has been
//! re-gauged it is not put back. (A rule of the model.)

use super::context::{Context, Held};
use super::earliest::{brigade_days, track_days};
use super::keys::{ColumnKey, Period, RowKey};
use super::materials;
use super::program::Builder;
use crate::campaign::LineId;
use crate::solver::Sides;

/// Working order of one line of a shared track in a period. `end` is the end of the line that can be held last.
pub fn one_line(ctx: &Context, b: &mut Builder, line: LineId, t: Period) {
    let (one, other) = ctx.c.line(line).ends;
    let held = ctx.held(b, ctx.later(one, other), t);
    let before = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Restored { line, t }));
    let restored = b.column(ColumnKey::Restored { line, t }, 1.0);
    if held != Held::Always {
        let row = RowKey::RestoredBetween { line, t };
        b.row(row, Sides::AtMost(0.0));
        b.term(row, restored, 1.0);
        held.add(b, row, -1.0);
    }
    let shortest = ctx.earliest.restoration[line.0].0;
    let days = ctx.days.min(ctx.end(t) - ctx.earliest.work[line.0].0);
    let work = b.column(ColumnKey::Restoring { line, t }, if shortest > days { days / shortest } else { 1.0 });
    let kept = RowKey::TrackKept { line, t };
    b.row(kept, Sides::AtMost(0.0));
    b.term(kept, restored, 1.0);
    b.term(kept, work, -1.0);
    if let Some(before) = before {
        b.term(kept, before, -1.0);
    }
    if shortest <= 0.0 {
        comes_in(ctx, b, line, t);
    }
    b.term(RowKey::Brigades { t }, work, brigade_days(ctx.c, line));
    materials::draw(ctx, b, (line, t), &[(work, 1.0)]);
    if ctx.train_days(line, t) > 0.0 {
        let used = b.column(ColumnKey::TrackInUse { line, t }, 1.0);
        let row = RowKey::TrackInUse { line, t };
        b.row(row, Sides::AtMost(0.0));
        b.term(row, used, 1.0);
        b.term(row, work, -1.0);
        if let Some(before) = before {
            b.term(row, before, -1.0);
        }
    }
}

/// A line that needs no work comes in as the place at its far end does.
fn comes_in(ctx: &Context, b: &mut Builder, line: LineId, t: Period) {
    let Some(work) = b.find(ColumnKey::Restoring { line, t }) else { return };
    let (one, other) = ctx.c.line(line).ends;
    let end = ctx.later(one, other);
    let now = ctx.held(b, end, t);
    let before = match t.checked_sub(1).filter(|t| b.find(ColumnKey::Restored { line, t: *t }).is_some()) {
        Some(before) => ctx.held(b, end, before),
        None => Held::Shares(Vec::new()),
    };
    let whole = |held: &Held| if *held == Held::Always { 1.0 } else { 0.0 };
    let row = RowKey::TrackTaken { line, t };
    b.row(row, Sides::AtMost(whole(&now) - whole(&before)));
    b.term(row, work, 1.0);
    now.add(b, row, -1.0);
    before.add(b, row, 1.0);
}

/// Of each track: the shares in working order at the end of a period sum to at most 1, and so do the shares of the
/// period in which it works in each gauge and in which it is worked on.
pub fn shared(ctx: &Context, b: &mut Builder) {
    for (group, lines) in ctx.c.shared_tracks().iter().enumerate() {
        for t in ctx.periods() {
            if lines.iter().all(|line| b.find(ColumnKey::Restored { line: *line, t }).is_none()) {
                continue;
            }
            let (once, time) = (RowKey::TrackOnce { group, t }, RowKey::TrackTime { group, t });
            b.row(once, Sides::AtMost(1.0));
            b.row(time, Sides::AtMost(1.0));
            for line in lines.iter().copied() {
                let days = track_days(ctx.c, line).0;
                for (key, row, coefficient) in [
                    (ColumnKey::Restored { line, t }, once, 1.0),
                    (ColumnKey::TrackInUse { line, t }, time, 1.0),
                    (ColumnKey::Restoring { line, t }, time, days / ctx.days),
                ] {
                    if let Some(column) = b.find(key) {
                        b.term(row, column, coefficient);
                    }
                }
            }
        }
    }
}
