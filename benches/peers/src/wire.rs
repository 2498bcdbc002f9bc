//! As much of HTTP/1.1 as the driver needs: a message is read whole, and written in one piece.
//!
//! By hand, because the driver shares the machine with what it measures and must cost little.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Result, bail};

/// More headers than anyone here sends.
const HEADERS: usize = 48;

/// A request that lies whole in a buffer.
pub struct Request<'a> {
    /// The last part of the path: the Bot API's method.
    pub method: &'a str,
    pub body: &'a [u8],
    pub kind: Kind<'a>,
    /// How many bytes of the buffer it takes.
    pub length: usize,
}

/// How a call's fields are written.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    Json,
    Form,
    /// Parts between lines with this boundary.
    Parts(&'a str),
}

/// A response that lies whole in a buffer.
pub struct Response {
    pub status: u16,
    pub length: usize,
}

/// The request at the beginning of `buffer`, once it is whole.
pub fn request(buffer: &[u8]) -> Result<Option<Request<'_>>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(buffer)? else {
        return Ok(None);
    };
    let Some(body) = body(head.headers, buffer, start)? else {
        return Ok(None);
    };
    let path = head.path.unwrap_or_default();
    let kind = value(head.headers, "content-type").unwrap_or_default();
    Ok(Some(Request {
        method: path.rsplit('/').next().unwrap_or_default(),
        kind: kind_of(kind)?,
        length: body.end,
        body: &buffer[body],
    }))
}

fn kind_of(value: &[u8]) -> Result<Kind<'_>> {
    let value = std::str::from_utf8(value)?;
    Ok(match value.split_once("boundary=") {
        Some((_, boundary)) => Kind::Parts(boundary.trim_matches('"')),
        None if value.starts_with("application/x-www-form-urlencoded") => Kind::Form,
        None => Kind::Json,
    })
}

impl<'a> Request<'a> {
    /// The fields of a form or of parts. JSON has its own reader.
    pub fn fields(&self) -> HashMap<Cow<'a, str>, Cow<'a, str>> {
        let Kind::Parts(boundary) = self.kind else {
            return form_urlencoded::parse(self.body).collect();
        };
        let body = std::str::from_utf8(self.body).unwrap_or_default();
        let line = format!("--{boundary}");
        let parts = body.split(&line).filter_map(|part| {
            let (head, value) = part.split_once("\r\n\r\n")?;
            let name = head.split_once(" name=\"")?.1.split('"').next()?;
            Some((Cow::from(name), Cow::from(value.strip_suffix("\r\n")?)))
        });
        parts.collect()
    }
}

/// The response at the beginning of `buffer`, once it is whole.
pub fn response(buffer: &[u8]) -> Result<Option<Response>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut head = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(buffer)? else {
        return Ok(None);
    };
    let body = body(head.headers, buffer, start)?;
    Ok(body.map(|body| Response { status: head.code.unwrap_or_default(), length: body.end }))
}

fn value<'a>(headers: &[httparse::Header<'a>], name: &str) -> Option<&'a [u8]> {
    headers.iter().find(|one| one.name.eq_ignore_ascii_case(name)).map(|one| one.value)
}

/// Where the body is. Of one in chunks only the end is right: nobody reads it.
fn body(
    headers: &[httparse::Header<'_>],
    buffer: &[u8],
    start: usize,
) -> Result<Option<Range<usize>>> {
    let end = if value(headers, "transfer-encoding").is_some() {
        chunks_end(buffer, start)?
    } else {
        let length = value(headers, "content-length").unwrap_or(b"0");
        let length: usize = std::str::from_utf8(length)?.trim().parse()?;
        Some(start + length).filter(|end| *end <= buffer.len())
    };
    Ok(end.map(|end| start..end))
}

fn chunks_end(buffer: &[u8], start: usize) -> Result<Option<usize>> {
    let mut at = start;
    loop {
        match httparse::parse_chunk_size(&buffer[at.min(buffer.len())..]) {
            Ok(httparse::Status::Complete((line, size))) => {
                at += line + usize::try_from(size)? + 2;
                if size == 0 {
                    return Ok(Some(at).filter(|end| *end <= buffer.len()));
                }
            }
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(_) => bail!("a chunk whose size cannot be read"),
        }
    }
}

/// A whole answer of the Bot API.
pub fn answer(result: &str) -> Vec<u8> {
    let length = result.len() + r#"{"ok":true,"result":}"#.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n\
         {{\"ok\":true,\"result\":{result}}}"
    )
    .into_bytes()
}

/// A whole call of a webhook.
pub fn update(path: &str, host: &str, secret: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_once_it_is_whole() {
        let whole = update("/hook", "here", "secret", "{}");
        for end in 0..whole.len() {
            assert!(request(&whole[..end]).unwrap().is_none(), "{end} bytes");
        }
        let read = request(&whole).unwrap().unwrap();
        assert_eq!((read.method, read.body, read.length), ("hook", &b"{}"[..], whole.len()));
    }

    #[test]
    fn fields_are_read_from_forms_and_from_parts() {
        let parts =
            "--b\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nhttp://a/b\r\n--b--\r\n";
        for (body, kind) in [(parts, Kind::Parts("b")), ("url=http%3A%2F%2Fa%2Fb", Kind::Form)] {
            let request = Request { method: "", body: body.as_bytes(), kind, length: 0 };
            assert_eq!(request.fields()["url"], "http://a/b");
        }
    }

    #[test]
    fn a_response_in_chunks_ends_with_the_empty_one() {
        let whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
        assert!(response(&whole[..whole.len() - 1]).unwrap().is_none());
        assert_eq!(response(whole).unwrap().unwrap().length, whole.len());
    }
}
