//! Where photos and raw mails are kept.

use std::fmt;
use std::path::PathBuf;

use super::{ConfigError, Env, value};

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
                let settings = AWS.into_iter().filter_map(|name| Some((name, value(env, name)?)));
                Ok(Self::S3 {
                    bucket: bucket.to_owned(),
                    prefix: prefix.trim_end_matches('/').to_owned(),
                    settings: settings.collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_a_bucket_are_shown_nowhere() {
        let config = BlobConfig::read(&|name| match name {
            "BLOB_URL" => Some("s3:town/photos".to_owned()),
            _ => Some(format!("secret of {name}")),
        });
        let shown = format!("{:?}", config.unwrap());
        assert_eq!(shown, "bucket town, below photos");
    }
}
