//! Many cases at once: workbooks as they stand, their scenarios, and levers moved over lists and ranges.
//!
//! Every case is a job of its own that leaves a file of its own behind, so that a run may be stopped at any moment and goes on where
//! it was, and shards of a run on many machines need nothing but a common folder. What a job comes to depends on its
//! campaign alone, and on the workbook's own base case, by way of which it is solved: not on which other jobs there are, which of them
//! were done before it, nor how many at a time.

mod case;
mod drawn;
mod finished;
mod ground;
mod run;
mod sweep;

pub use case::{Case, Shard};
pub use drawn::{Drawn, Draws};
pub use finished::{Answered, DatePoint, Finished, Outcome, gather};
pub use run::{Ask, Batch, Note, Settings, Source};
pub use sweep::{Sweep, Value, product};
