//! Railhead: can this army get there, and stay there?
//!
//! The library follows the way of the data: [`workbook`] and [`textmodel`] give rows, [`tables`] makes a
//! [`campaign`] of them, [`formulation`] writes its linear program, [`estimate`] does the sums that need no program,
//! [`solver`] solves and certifies it, [`answer`] finds the words, [`report`] writes them down, [`export`] writes the
//! program for other solvers. No room knows a room to its right. [`proof`] keeps a verdict's proof in a file and checks it again without any solver.
//! [`scenarios`] makes other versions of what was read.
//! [`backtest`] holds campaigns of history against what the model says of them.
//! [`batch`] answers many cases side by side and keeps what they came to.
//! [`compare`] sets two inputs and their answers side by side.
//! [`graft`] puts result sheets into the analyst's own workbook and knows nothing of campaigns.
//! [`replay`] stands apart: it knows a campaign and [`orders`], carries them out day by day, and shares nothing with the
//! programs.

pub mod answer;
pub mod backtest;
pub mod batch;
pub mod campaign;
pub mod cli;
pub mod compare;
pub mod estimate;
pub mod export;
pub mod files;
pub mod formulation;
pub mod graft;
pub mod input;
pub mod models;
pub mod orders;
pub mod plan;
pub mod proof;
pub mod replay;
pub mod report;
pub mod scenarios;
pub mod solver;
pub mod study;
pub mod tables;
pub mod textmodel;
pub mod uncertain;
pub mod workbook;
