//! How sure is the answer, and what would settle it: the campaign with all its figures drawn from their ranges, many times.
//!
//! Every draw gets the verdict that a solve of it gives: ruled out, by the prices of other draws, by a part of its own limits, by sums or by its own
//! solve, or not ruled out, because a point of its program has the men, or by its own solve. What is not ruled out need not be possible; so the
//! share of such draws is an upper bound of the chance of a yes.
//!
//! A draw depends on the workbook, the number of draws, the seed and its own number alone. Where it is solved it starts from the
//! corners of the campaign as it stands; the prices that are tried on it, the columns that a point of it may use, and the rows that it is ruled out
//! by come from the first draws. So it does not matter how many threads there are, or in which parts and in which order the draws are made.

mod block;
mod correlate;
mod found;
mod judge;
mod odds;
mod plan;
mod pool;
mod ranking;
mod run;
mod solve;
mod spread;
mod types;
mod used;
mod variables;

pub use judge::{How, Judged};
pub use odds::Odds;
pub use run::{CHECKS, Failed, Note, PILOTS, Settings, Task};
pub use spread::{Shape, Spread};
pub use types::{Bar, Binding, Check, Day, Found, Near, Ranked, Turned};
pub use variables::{Variable, Variables};
