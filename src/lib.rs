//! Railhead: can this army get there, and stay there?
//!
//! The library follows the way of the data: [`workbook`] and [`textmodel`] give rows, [`tables`] makes a
//! [`campaign`] of them, [`formulation`] writes its linear program, [`solver`] solves and certifies it, [`answer`]
//! finds the words, [`report`] writes them down. No room knows a room to its right.

pub mod answer;
pub mod campaign;
pub mod cli;
pub mod files;
pub mod formulation;
pub mod input;
pub mod models;
pub mod orders;
pub mod plan;
pub mod report;
pub mod solver;
pub mod tables;
pub mod textmodel;
pub mod workbook;
