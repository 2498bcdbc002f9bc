//! The bytes of a mail after DATA: freed of the dots that the way needs (RFC 5321 section 4.5.2).

use super::room::SMALL;

/// A mail while it comes in.
///
/// Only CRLF ends a line: a dot on a line of its own between bare line feeds is content, so that
/// nobody hides a second mail in a first one.
#[derive(Debug)]
pub(super) struct Data {
    bytes: Vec<u8>,
    limit: usize,
    /// How much came, kept or not.
    size: u64,
    lost: Option<Lost>,
    at: At,
}

/// Why a mail was read to its end but not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// It was larger than the limit: its headers are kept.
    TooBig,
    /// There was no room for it.
    NoRoom,
}

/// What is there of a mail that has ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// All of it.
    Whole(Vec<u8>),
    /// Its headers, as it was larger than the limit; how large it was.
    Headers(Vec<u8>, u64),
    /// Nothing: there was no room for it now.
    Nothing,
}

/// Where in a line the last byte stood.
#[derive(Debug, Clone, Copy)]
enum At {
    /// Before its first byte.
    Start,
    /// Within it.
    Text,
    /// After a CR.
    Cr,
    /// After a dot that began it.
    Dot,
    /// After such a dot and a CR.
    DotCr,
}

impl Data {
    /// Nothing came yet; no more than `limit` bytes will be kept.
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, size: 0, lost: None, at: At::Start }
    }

    /// Takes bytes until the mail ends: how many were taken, and whether it has ended.
    pub(super) fn feed(&mut self, input: &[u8]) -> (usize, bool) {
        let mut rest = input;
        while let Some((&byte, after)) = rest.split_first() {
            match (self.at, byte) {
                (At::Text, _) => {
                    let end = rest.iter().position(|byte| *byte == b'\r');
                    let (text, after) = rest.split_at(end.unwrap_or(rest.len()));
                    self.push(text);
                    rest = after;
                    if let Some((cr, after)) = rest.split_first() {
                        self.push(&[*cr]);
                        rest = after;
                        self.at = At::Cr;
                    }
                    continue;
                }
                (At::Start, b'.') => self.at = At::Dot,
                (At::Dot, b'\r') => self.at = At::DotCr,
                (At::DotCr, b'\n') => return (input.len() - after.len(), true),
                (before, _) => {
                    if let At::DotCr = before {
                        self.push(b"\r");
                    }
                    self.push(&[byte]);
                    self.at = match (before, byte) {
                        (_, b'\r') => At::Cr,
                        (At::Cr, b'\n') => At::Start,
                        _ => At::Text,
                    };
                }
            }
            rest = after;
        }
        (input.len(), false)
    }

    /// How many bytes are kept.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether only its headers are kept.
    pub(super) fn is_cut(&self) -> bool {
        self.lost == Some(Lost::TooBig)
    }

    /// Keeps its headers at most, and gives the other memory back at once.
    pub(super) fn lose(&mut self, why: Lost) {
        self.lost = Some(why);
        self.bytes = match why {
            Lost::TooBig => headers(&self.bytes).to_vec(),
            Lost::NoRoom => Vec::new(),
        };
    }

    /// What is there of the mail.
    pub(super) fn finish(self) -> Kept {
        match self.lost {
            None => Kept::Whole(self.bytes),
            Some(Lost::TooBig) => Kept::Headers(self.bytes, self.size),
            Some(Lost::NoRoom) => Kept::Nothing,
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        if self.lost.is_some() {
            return;
        }
        let room = self.limit.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        if bytes.len() > room {
            self.lose(Lost::TooBig);
        }
    }
}

/// The headers of a mail, as long as they are short enough to be read.
fn headers(mail: &[u8]) -> &[u8] {
    let read = mail.get(..SMALL).unwrap_or(mail);
    let end = read.windows(4).position(|four| four == b"\r\n\r\n");
    end.and_then(|end| read.get(..end + 4)).unwrap_or(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> Option<(Vec<u8>, usize)> {
        let mut data = Data::new(100);
        let (taken, ended) = data.feed(input);
        ended.then(|| match data.finish() {
            Kept::Whole(mail) => (mail, taken),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_dot_of_its_own_ends_the_mail_and_other_dots_lose_one() {
        let cases: &[(&[u8], &[u8])] = &[
            (b".\r\n", b""),
            (b"a\r\n.\r\nQUIT\r\n", b"a\r\n"),
            (b"..a\r\n.\r\n", b".a\r\n"),
            (b"..\r\n.\r\n", b".\r\n"),
            (b".b\r\n.\r\n", b"b\r\n"),
            (b"a.\r\n.\r\n", b"a.\r\n"),
            (b"a\r\r\n.\r\n", b"a\r\r\n"),
        ];
        for (sent, meant) in cases {
            assert_eq!(read(sent).unwrap().0, *meant, "{}", sent.escape_ascii());
        }
        assert_eq!(read(b"a\r\n.\r\nQUIT\r\n").unwrap().1, 6, "the next command is left");
    }

    #[test]
    fn nothing_but_crlf_dot_crlf_ends_a_mail() {
        for sent in [&b"a\n.\nb"[..], b"a\r.\rb", b"a\n.\r\n", b"a\r\n.\n", b"a\r\n.\r\r\n"] {
            assert_eq!(read(sent), None, "{}", sent.escape_ascii());
        }
    }

    #[test]
    fn of_too_large_a_mail_the_headers_are_kept() {
        let mail = b"Subject: A film\r\n\r\n12345\r\nMAIL\r\n.\r\n";
        for limit in [19, 20, 30] {
            let mut data = Data::new(limit);
            assert_eq!(data.feed(mail), (mail.len(), true));
            assert!(data.is_cut());
            let headers = b"Subject: A film\r\n\r\n".to_vec();
            assert_eq!(data.finish(), Kept::Headers(headers, 32), "{limit}");
        }
        // Where they have no end, as much as is read of them.
        let mut data = Data::new(2 * SMALL);
        data.feed(&vec![b'x'; 3 * SMALL]);
        data.feed(b"\r\n.\r\n");
        let size = 3 * SMALL as u64 + 2;
        assert_eq!(data.finish(), Kept::Headers(vec![b'x'; SMALL], size));
        // Where there was no room either, it comes again.
        let mut data = Data::new(4);
        data.lose(Lost::NoRoom);
        data.feed(mail);
        assert_eq!(data.finish(), Kept::Nothing);
    }
}
