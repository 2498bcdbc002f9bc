//! Photos and raw mails in a bucket instead of a folder.

use bytes::Bytes;
use rispondo::blobs::Blobs;
use rispondo::config::blobs::BlobConfig;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::letters::Writer;
use crate::support::s3::S3;
use crate::support::{Database, Town};

fn open(s3: &S3) -> Blobs {
    let variables = s3.variables();
    let value = |name: &str| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    };
    Blobs::open(&BlobConfig::read(&value).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_put_into_a_bucket_is_there_again() {
    let s3 = S3::start().await;
    let blobs = open(&s3);
    let key = blobs.put(Bytes::from_static(b"photo")).await.unwrap();
    assert_eq!(blobs.put(Bytes::from_static(b"photo")).await.unwrap(), key);
    assert_eq!(open(&s3).get(&key).await.unwrap(), Bytes::from_static(b"photo"));
    assert!(blobs.get("00/none").await.is_err());
    blobs.check().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_is_away_is_an_error_that_names_no_secret() {
    let s3 = S3::start().await;
    let blobs = open(&s3);
    s3.is_away(true);
    let error = blobs.put(Bytes::from_static(b"photo")).await.unwrap_err().to_string();
    assert!(!error.contains("test-secret"), "{error}");
}

/// A server that breaks its first answer off in the middle of the file.
async fn breaking_off(listener: TcpListener) {
    for body in ["pho", "photo"] {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut asked = Vec::new();
        while !asked.ends_with(b"\r\n\r\n") {
            asked.push(socket.read_u8().await.unwrap());
        }
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"1\"\r\n\
             Last-Modified: Tue, 24 Nov 2026 09:00:00 GMT\r\nConnection: close\r\n\r\n{body}"
        );
        socket.write_all(answer.as_bytes()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_a_bucket_that_breaks_off_is_asked_for_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let value = |name: &str| match name {
        "BLOB_URL" => Some("s3:town".to_owned()),
        "AWS_ENDPOINT" => Some(endpoint.clone()),
        "AWS_ALLOW_HTTP" => Some("Yes".to_owned()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" | "AWS_REGION" => Some("test".to_owned()),
        _ => None,
    };
    let blobs = Blobs::open(&BlobConfig::read(&value).unwrap()).unwrap();
    let server = tokio::spawn(breaking_off(listener));
    assert_eq!(blobs.get("00/photo").await.unwrap(), Bytes::from_static(b"photo"));
    server.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_is_not_asked_in_the_clear_unless_that_is_allowed() {
    let s3 = S3::start().await;
    let variables = s3.variables();
    let value = |name: &str| {
        let known = variables.iter().find(|(known, _)| *known == name && name != "AWS_ALLOW_HTTP");
        known.map(|(_, value)| value.clone())
    };
    let refused = BlobConfig::read(&value).unwrap_err();
    assert_eq!(refused.variable, "AWS_ENDPOINT");
    assert!(refused.cure.contains("AWS_ALLOW_HTTP=on"), "{}", refused.cure);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_towns_photos_and_mails_are_kept_in_a_bucket() {
    let s3 = S3::start().await;
    let town = Town::with(Database::sqlite(), |variables| {
        for (name, value) in s3.variables() {
            variables.set(name, &value);
        }
    })
    .await;
    let maria = Writer::new("Maria");
    maria.writes(&town, "Hole in via Roma", "There is a deep pothole at via Roma 12.").await;
    maria.next(&town).await;
    let card = town.urp_card("2026-000001").await;
    assert!(card.text.contains("deep pothole"), "{}", card.text);
    assert!(town.kept_files().is_empty(), "nothing is in a folder");
    town.ends().await;
}
