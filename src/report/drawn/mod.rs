//! Figures that the page and the paper both show: map and charts.

pub mod chart;
pub mod charts;
pub mod course;
pub mod ground;
pub mod labels;
pub mod map;
#[cfg(feature = "pdf")]
mod on_paper;
pub mod projection;
