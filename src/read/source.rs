//! Files and standard input as streams of UTF-8: compression and encoding undone.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::text::Error;

use super::encoding::{Said, Transcoder, decide};
use super::lines::Lines;

/// A text must fit the 32-bit offsets of [`crate::text::Span`].
const LONGEST_TEXT: u64 = u32::MAX as u64;

/// A kilobyte can unpack to terabytes. Pairs are streamed and need no such limit.
const LONGEST_UNPACKED: u64 = 1 << 30;

/// How much of a stream is looked at to tell its encoding.
const HEAD: u64 = 1 << 16;

/// What other files begin with, and what to say of them.
const OTHERS: [(&[u8], &str); 5] = [
    (b"%PDF-", "is a PDF, not text"),
    (
        b"PK\x03\x04",
        "is a ZIP archive or an office document, not text",
    ),
    (b"\xFD7zXZ\0", "is compressed with xz, which is not read"),
    (b"BZh", "is compressed with bzip2, which is not read"),
    (b"PAR1", "is a Parquet file, not text"),
];

/// An opened input, decompressed.
pub(super) struct Source {
    path: String,
    head: Vec<u8>,
    /// Whether the head is all of it.
    whole: bool,
    rest: Box<dyn Read + Send>,
    packed: bool,
}

impl Source {
    /// Opens a file, or standard input for `-`.
    pub fn open(path: &str) -> Result<Self, Error> {
        if path == "-" {
            return Self::new(path, io::stdin());
        }
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let about = file.metadata().map_err(|error| unreadable(path, &error))?;
        if about.is_dir() {
            return Err(Error::file(path, "is a directory, not a file"));
        }
        Self::new(path, file)
    }

    /// Bytes in memory.
    pub fn from_bytes(path: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        Self::new(path, Cursor::new(bytes))
    }

    fn new(path: &str, mut reader: impl Read + Send + 'static) -> Result<Self, Error> {
        let failed = |error: io::Error| unreadable(path, &error);
        let mut magic = Vec::new();
        (&mut reader)
            .take(6)
            .read_to_end(&mut magic)
            .map_err(failed)?;
        if let Some((_, reason)) = OTHERS.iter().find(|(start, _)| magic.starts_with(start)) {
            return Err(Error::file(path, *reason));
        }
        let gzip = magic.starts_with(b"\x1F\x8B");
        let zstd = is_zstd(&magic);
        let raw = Cursor::new(magic).chain(reader);
        let mut rest: Box<dyn Read + Send> = if gzip {
            Box::new(MultiGzDecoder::new(BufReader::new(raw)))
        } else if zstd {
            Box::new(Zstd::new(BufReader::new(raw)))
        } else {
            Box::new(raw)
        };
        let mut head = Vec::new();
        (&mut rest)
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(failed)?;
        Ok(Source {
            path: path.to_owned(),
            whole: (head.len() as u64) < HEAD,
            head,
            rest,
            packed: gzip || zstd,
        })
    }

    /// As the user gave it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The first bytes, decompressed but not decoded.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The whole text, and its encoding where that was guessed; `said` is what
    /// else is known of it.
    ///
    /// # Errors
    /// If it cannot be read or decoded as a whole, is too long, or is no text.
    pub fn text(self, said: Said) -> Result<(String, Option<String>), Error> {
        let path = &self.path;
        let failed = |error: io::Error| unreadable(path, &error);
        let (limit, name) = if self.packed {
            (LONGEST_UNPACKED, "unpacks to more than 1 GiB")
        } else {
            (LONGEST_TEXT, "is 4 GiB or longer")
        };
        let too_long = || Error::file(path, format!("{name}, too long for one document"));
        let mut bytes = self.head;
        let left = limit + 1 - bytes.len() as u64;
        self.rest
            .take(left)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if bytes.len() as u64 > limit {
            return Err(too_long());
        }
        let decision = decide(&bytes, true, said).map_err(|reason| Error::file(path, reason))?;
        if decision.encoding == UTF_8 {
            bytes.drain(..decision.mark);
        } else {
            let mut decoded = Vec::with_capacity(bytes.len() * 3 / 2);
            Transcoder::new(&bytes[decision.mark..], decision.encoding)
                .read_to_end(&mut decoded)
                .map_err(failed)?;
            bytes = decoded;
            if bytes.len() as u64 > LONGEST_TEXT {
                return Err(too_long());
            }
        }
        let line = |end: usize| memchr::memchr_iter(b'\n', &bytes[..end]).count() as u64 + 1;
        if let Some(index) = memchr::memchr(0, &bytes) {
            let reason = "is a binary file, not text: it holds a NUL byte";
            return Err(Error::record(path, line(index), reason));
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let end = error.utf8_error().valid_up_to();
                let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..end]).count() as u64 + 1;
                return Err(Error::record(path, line, invalid(decision.encoding)));
            }
        };
        Ok((text, decision.guessed.then(|| name_of(decision.encoding))))
    }

    /// The text as a stream, with the name of its encoding, and whether that was guessed.
    ///
    /// # Errors
    /// If it is no text.
    pub fn stream(self) -> Result<Stream, Error> {
        let decision = decide(&self.head, self.whole, Said::default())
            .map_err(|reason| Error::file(&self.path, reason))?;
        let mut head = Cursor::new(self.head);
        head.set_position(decision.mark as u64);
        let bytes = head.chain(BufReader::with_capacity(HEAD as usize, self.rest));
        let reader: Box<dyn BufRead + Send> = if decision.encoding == UTF_8 {
            Box::new(bytes)
        } else {
            Box::new(Transcoder::new(bytes, decision.encoding))
        };
        Ok(Stream {
            path: self.path,
            reader,
            encoding: decision.encoding,
            assumed: decision.guessed.then(|| name_of(decision.encoding)),
        })
    }

    /// The text line by line, and its encoding where that was guessed.
    ///
    /// # Errors
    /// If it is no text.
    pub fn lines(self) -> Result<(Lines, Option<String>), Error> {
        let stream = self.stream()?;
        let assumed = stream.assumed.clone();
        Ok((Lines::new(stream), assumed))
    }
}

/// A text in UTF-8, of which damaged characters are not valid UTF-8.
pub(super) struct Stream {
    /// As the user gave it.
    pub path: String,
    /// After the byte order mark.
    pub reader: Box<dyn BufRead + Send>,
    /// What it was encoded in.
    pub encoding: &'static Encoding,
    /// The name of the encoding if it was guessed.
    pub assumed: Option<String>,
}

/// `windows-1251`, `UTF-16LE`, `Shift_JIS`.
fn name_of(encoding: &'static Encoding) -> String {
    encoding.name().to_owned()
}

/// What to say of text that its encoding does not allow.
pub(super) fn invalid(encoding: &'static Encoding) -> String {
    format!("text is not valid {}", encoding.name())
}

/// What to say of a file that cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::UnexpectedEof => "cannot be unpacked: it is cut short".to_owned(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            format!("cannot be unpacked: {error}")
        }
        _ => format!("cannot be read: {error}"),
    };
    Error::file(path, reason)
}

/// A frame, or one of the frames that decoders skip (RFC 8878, 3.1).
fn is_zstd(magic: &[u8]) -> bool {
    matches!(
        magic,
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..]
    )
}

/// All frames of a Zstandard stream, one after the other; `ruzstd` itself reads one.
struct Zstd<R> {
    reader: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(reader: R) -> Self {
        Zstd {
            reader,
            decoder: FrameDecoder::new(),
            in_frame: false,
        }
    }

    /// Goes to the next frame; `false` at the end of the stream.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            if self.reader.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.reader) {
                Ok(()) => {
                    self.in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    let skipped = io::copy(&mut (&mut self.reader).take(length), &mut io::sink())?;
                    if skipped < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(damaged(error)),
            }
        }
    }
}

fn damaged(error: FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame && !self.next_frame()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.reader, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(damaged)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            self.in_frame = false;
            let said = self.decoder.get_checksum_from_data();
            if said.is_some() && said != self.decoder.get_calculated_checksum() {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "its checksum does not fit",
                ));
            }
        }
    }
}
