//! The bytes of a mail after DATA: freed of the dots that the way needs (RFC 5321 section 4.5.2).

/// A mail while it comes in.
///
/// Only CRLF ends a line: a dot on a line of its own between bare line feeds is content, so that
/// nobody hides a second mail in a first one.
#[derive(Debug)]
pub(super) struct Data {
    bytes: Vec<u8>,
    limit: usize,
    lost: Option<Lost>,
    at: At,
}

/// Why a mail was read to its end but not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// It was larger than the limit.
    TooBig,
    /// There was no room for it.
    NoRoom,
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
        Self { bytes: Vec::new(), limit, lost: None, at: At::Start }
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

    /// Keeps nothing of it, and gives its memory back at once.
    pub(super) fn lose(&mut self, why: Lost) {
        self.lost = Some(why);
        self.bytes = Vec::new();
    }

    /// The mail, or why it is not there.
    pub(super) fn finish(self) -> Result<Vec<u8>, Lost> {
        match self.lost {
            None => Ok(self.bytes),
            Some(why) => Err(why),
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.lost.is_some() {
            return;
        }
        if self.bytes.len() + bytes.len() > self.limit {
            return self.lose(Lost::TooBig);
        }
        self.bytes.extend_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> Option<(Vec<u8>, usize)> {
        let mut data = Data::new(100);
        let (taken, ended) = data.feed(input);
        ended.then(|| (data.finish().unwrap(), taken))
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
    fn too_large_a_mail_is_read_to_its_end_but_not_kept() {
        let mut data = Data::new(4);
        assert_eq!(data.feed(b"12345\r\nMAIL\r\n.\r\n"), (16, true));
        assert_eq!(data.finish(), Err(Lost::TooBig));
    }
}
