//! From a campaign to an [`Answer`]: bounds on every date asked for, the verdict, the schedule behind the last date,
//! what binds, and the sentences.

pub mod types;

pub use types::*;
