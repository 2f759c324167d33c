//! What stands for an encoder in a build without the feature.

use crate::text::Error;

/// A sentence encoder. This build has none, so no value of this type exists.
#[derive(Debug)]
pub enum Encoder {}

impl Encoder {
    /// Opens the model in a folder.
    ///
    /// # Errors
    /// Always: the feature is missing.
    pub fn open(_folder: &str, _prefix: Option<&str>) -> Result<Self, Error> {
        Err(Error::Usage(
            "this build of bilint has no sentence encoders: \
             one built with `--features encoder` has --model"
                .to_owned(),
        ))
    }

    /// What a signature calls the model.
    pub fn name(&self) -> &str {
        match *self {}
    }

    /// Values of a vector.
    pub fn dimensions(&self) -> usize {
        match *self {}
    }

    /// A unit vector for each text, one after the other.
    ///
    /// # Errors
    /// None: there is no such encoder.
    pub fn encode(&self, _texts: &[&str]) -> Result<Vec<f32>, Error> {
        match *self {}
    }
}
