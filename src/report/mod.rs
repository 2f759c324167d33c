//! Reports become bytes; one file per format.
