//! Files that people and bots sent.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Value, json};

/// The largest file that a bot can download, in bytes.
pub const DOWNLOAD_LIMIT: u64 = 20 * 1024 * 1024;

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) unique_id: String,
    /// What it says it weighs; more than `bytes` for a file made up to be too big.
    pub(crate) size: u64,
    pub(crate) path: String,
    pub(crate) bytes: Bytes,
    /// The fields of its object beside ids and size: `width`, `mime_type`, …
    pub(crate) facts: Value,
}

impl File {
    /// The object of a `Document`, `Voice`, one size of a photo, …
    pub(crate) fn json(&self) -> Value {
        let mut json = self.facts.clone();
        json["file_id"] = self.id.clone().into();
        json["file_unique_id"] = self.unique_id.clone().into();
        json["file_size"] = self.size.into();
        json
    }

    /// The `File` object that `getFile` answers.
    pub(crate) fn file_json(&self) -> Value {
        json!({ "file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size,
            "file_path": self.path })
    }
}

/// All files by id and by path.
#[derive(Debug, Default)]
pub(crate) struct Files {
    by_id: HashMap<String, File>,
    by_path: HashMap<String, String>,
    count: usize,
}

impl Files {
    /// Keeps a file in a folder of its kind (`photos`, `documents`, …).
    pub(crate) fn add(
        &mut self,
        folder: &str,
        extension: &str,
        bytes: Bytes,
        size: Option<u64>,
        facts: Value,
    ) -> File {
        let number = self.count;
        self.count += 1;
        let letter = folder.chars().next().unwrap_or('f').to_ascii_uppercase();
        let file = File {
            id: format!("AgAC{letter}AIBQsim{number:08}AAQ"),
            unique_id: format!("AQAD{letter}{number:08}"),
            size: size.unwrap_or(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
            path: format!("{folder}/file_{number}.{extension}"),
            bytes,
            facts,
        };
        self.by_path.insert(file.path.clone(), file.id.clone());
        self.by_id.insert(file.id.clone(), file.clone());
        file
    }

    /// How many files there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn get(&self, id: &str) -> Option<&File> {
        self.by_id.get(id)
    }

    /// A file by the path that `getFile` gave.
    pub(crate) fn at(&self, path: &str) -> Option<&File> {
        self.by_path.get(path).and_then(|id| self.by_id.get(id))
    }
}
