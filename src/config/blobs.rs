//! Where photos and raw mails are kept.

use std::fmt;
use std::path::PathBuf;

use url::Url;

use super::{ConfigError, Env, switch, value};

/// Where photos and raw mails are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum BlobConfig {
    /// A folder; made if there is none.
    Folder(PathBuf),
    /// A bucket of an S3 server, which the usual `AWS_*` variables describe: `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP`.
    S3 {
        /// The bucket.
        bucket: String,
        /// What all keys begin with, if anything.
        prefix: String,
        /// The `AWS_*` variables, as they are named.
        settings: Vec<(&'static str, String)>,
    },
}

/// The variables of an S3 server that are read.
const AWS: [&str; 7] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_ENDPOINT",
    "AWS_ALLOW_HTTP",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
];

/// Without the settings of a bucket: its keys are among them.
impl fmt::Debug for BlobConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for BlobConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::S3 { bucket, prefix, .. } if prefix.is_empty() => write!(f, "bucket {bucket}"),
            Self::S3 { bucket, prefix, .. } => write!(f, "bucket {bucket}, below {prefix}"),
        }
    }
}

impl BlobConfig {
    /// Whether it is a bucket and no key for it is set.
    pub fn is_without_keys(&self) -> bool {
        let is_key = |(name, _): &(&str, String)| *name == "AWS_ACCESS_KEY_ID";
        matches!(self, Self::S3 { settings, .. } if !settings.iter().any(is_key))
    }

    /// Reads `BLOB_URL`; `file:blobs` without it.
    pub fn read(env: Env<'_>) -> Result<Self, ConfigError> {
        let url = value(env, "BLOB_URL").unwrap_or_else(|| "file:blobs".to_owned());
        let wrong = |problem, cure: &str| ConfigError::new("BLOB_URL", problem, cure.to_owned());
        let Some((scheme, rest)) = url.split_once(':') else {
            return Err(wrong("names no place", "Write BLOB_URL=file:blobs, or s3:BUCKET."));
        };
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        match scheme {
            "file" if !rest.is_empty() => Ok(Self::Folder(rest.into())),
            "s3" if !rest.is_empty() => {
                let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
                if !is_name(bucket) {
                    let cure = "Write BLOB_URL=s3:BUCKET: letters, digits, hyphens and dots.";
                    return Err(wrong("names no bucket that can be", cure));
                }
                Ok(Self::S3 {
                    bucket: bucket.to_owned(),
                    prefix: prefix.trim_end_matches('/').to_owned(),
                    settings: settings(env)?,
                })
            }
            "s3" => Err(wrong("names no bucket", "Write BLOB_URL=s3:BUCKET.")),
            _ => Err(wrong(
                "names no folder and no bucket",
                "Write BLOB_URL=file:blobs, or file: and another folder, or s3:BUCKET.",
            )),
        }
    }
}

/// The variables of an S3 server, each looked at: the library that takes them panics at some.
fn settings(env: Env<'_>) -> Result<Vec<(&'static str, String)>, ConfigError> {
    let mut settings = Vec::new();
    for name in AWS {
        let Some(text) = value(env, name) else { continue };
        let text = match name {
            "AWS_ENDPOINT" => endpoint(env, text)?,
            "AWS_ALLOW_HTTP" | "AWS_VIRTUAL_HOSTED_STYLE_REQUEST" => {
                switch(env, name, false)?.to_string()
            }
            "AWS_REGION" if !is_name(&text) => {
                let cure = "Write AWS_REGION=eu-south-1, or what your server calls it.";
                return Err(ConfigError::new(name, "is no name of a region", cure));
            }
            _ => text,
        };
        settings.push((name, text));
    }
    let is_set = |name| settings.iter().any(|(set, _)| *set == name);
    for (alone, missing) in [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ] {
        if is_set(alone) && !is_set(missing) {
            let problem = format!("is not set, but {alone} is");
            return Err(ConfigError::new(missing, problem, "Write both, as the server gave them."));
        }
    }
    Ok(settings)
}

/// The address of an S3 server.
fn endpoint(env: Env<'_>, text: String) -> Result<String, ConfigError> {
    let wrong = |problem, cure: &str| Err(ConfigError::new("AWS_ENDPOINT", problem, cure));
    let url = text.parse::<Url>().ok().filter(Url::has_host);
    match url.as_ref().map(Url::scheme) {
        Some("https") => Ok(text),
        Some("http") if switch(env, "AWS_ALLOW_HTTP", false)? => Ok(text),
        Some("http") => wrong(
            "begins with http://, which is not allowed",
            "Write https://, or AWS_ALLOW_HTTP=on too for a server within your own network.",
        ),
        _ => wrong(
            "is not an address that begins with https://",
            "Write AWS_ENDPOINT=https://s3.example.org.",
        ),
    }
}

/// Whether it can be the name of a bucket or of a region.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bucket with these settings, with its keys.
    fn bucket(set: &[(&str, &str)]) -> Result<BlobConfig, String> {
        let known = [("BLOB_URL", "s3:town/photos"), ("AWS_ACCESS_KEY_ID", "key")];
        let secret = [("AWS_SECRET_ACCESS_KEY", "secret")];
        let read = BlobConfig::read(&|name| {
            let all = set.iter().chain(&known).chain(&secret);
            all.clone().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
        });
        read.map_err(|error| error.to_string())
    }

    #[test]
    fn what_the_library_of_buckets_would_panic_at_is_refused_by_name() {
        let wrong: Vec<String> = [
            &[("AWS_ENDPOINT", "s3.example.org")][..],
            &[("AWS_ENDPOINT", "s3.example.org:9000")],
            &[("AWS_ENDPOINT", "http://s3.example.org")],
            &[("AWS_ENDPOINT", "https://")],
            &[("AWS_ALLOW_HTTP", "perhaps")],
            &[("AWS_REGION", "eu south")],
            &[("AWS_SECRET_ACCESS_KEY", "")],
            &[("BLOB_URL", "s3:my bucket")],
        ]
        .into_iter()
        .map(|set| bucket(set).unwrap_err())
        .collect();
        insta::assert_snapshot!(wrong.join("\n"), @r"
        AWS_ENDPOINT is not an address that begins with https://. Write AWS_ENDPOINT=https://s3.example.org.
        AWS_ENDPOINT is not an address that begins with https://. Write AWS_ENDPOINT=https://s3.example.org.
        AWS_ENDPOINT begins with http://, which is not allowed. Write https://, or AWS_ALLOW_HTTP=on too for a server within your own network.
        AWS_ENDPOINT is not an address that begins with https://. Write AWS_ENDPOINT=https://s3.example.org.
        AWS_ALLOW_HTTP is neither on nor off. Write AWS_ALLOW_HTTP=on, or AWS_ALLOW_HTTP=off.
        AWS_REGION is no name of a region. Write AWS_REGION=eu-south-1, or what your server calls it.
        AWS_SECRET_ACCESS_KEY is not set, but AWS_ACCESS_KEY_ID is. Write both, as the server gave them.
        BLOB_URL names no bucket that can be. Write BLOB_URL=s3:BUCKET: letters, digits, hyphens and dots.
        ");
        let near = [("AWS_ENDPOINT", "http://127.0.0.1:9000"), ("AWS_ALLOW_HTTP", "Yes")];
        let Ok(BlobConfig::S3 { settings, .. }) = bucket(&near) else { panic!("no bucket") };
        assert!(settings.contains(&("AWS_ALLOW_HTTP", "true".to_owned())), "{}", settings.len());
        assert!(bucket(&[("AWS_ENDPOINT", "https://s3.example.org/path")]).is_ok());
        // A machine may have a role of its own, and no key.
        assert!(bucket(&[("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")]).is_ok());
    }

    #[test]
    fn the_keys_of_a_bucket_are_shown_nowhere() {
        let config = bucket(&[("AWS_SESSION_TOKEN", "secret")]);
        let shown = format!("{:?}", config.unwrap());
        assert_eq!(shown, "bucket town, below photos");
    }
}
