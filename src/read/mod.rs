//! Bytes become documents or rows; one file per format.

mod plain;

pub use plain::plain;
