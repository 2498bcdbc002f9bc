//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;

/// No citizen who reports a problem is left without an answer.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the service. Reads the configuration from the environment and from a `.env` file.
    Serve,
    /// Show the whole service at work: a town, its citizens and those who answer them, in this terminal.
    Demo {
        /// The language that the people of the story speak: it, en, sl or de.
        #[arg(long, value_parser = locale, default_value = "it")]
        locale: Lang,
        /// Keep the database and the mails in this folder, to look at.
        #[arg(long, value_name = "DIR")]
        keep: Option<PathBuf>,
    },
    /// Check configuration, token, database, mail, directory, photos and chats, and say how to mend what is not right.
    Check,
    /// Bring the database's tables up to date, without starting the service.
    Migrate,
    /// Copy the SQLite database to a new file, also while the service runs. Photos and mails are copied after it, by hand.
    Backup {
        /// The file to make.
        file: PathBuf,
    },
    /// The directory: offices, categories, people, ready-made replies.
    #[command(subcommand)]
    Directory(DirectoryCommand),
    /// Invite somebody: prints a link that is good once, for 7 days. So the first supervisor comes in.
    Invite(Invite),
    /// Mail.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Photos and mails as they came: the place where they are kept.
    #[command(subcommand)]
    Files(FilesCommand),
    /// Updates and mails that could not be processed.
    #[command(subcommand)]
    Failed(FailedCommand),
}

/// What to do with the directory.
#[derive(Debug, Subcommand)]
pub enum DirectoryCommand {
    /// Take over what has changed in the file since it was last imported.
    Import {
        /// The file; without it, the one that `DIRECTORY_FILE` names.
        file: Option<PathBuf>,
    },
    /// Write the directory as it stands, with what was changed in chat, as a file that `import` reads.
    ///
    /// To keep beside other versions, to edit and import again, or to begin elsewhere. Imported as it is, it changes
    /// nothing. Notes of the former file are not kept. It only reads, also while the service runs.
    Export {
        /// The new file to make, for its owner's eyes; without it, standard output.
        file: Option<PathBuf>,
    },
}

/// Who is invited to what.
#[derive(Debug, Args)]
pub struct Invite {
    /// The role.
    #[arg(value_enum)]
    pub role: Role,
    /// The code of their office, for a referent or an operator.
    pub office: Option<String>,
    /// The name by which colleagues will know them; without it, as their Telegram says.
    #[arg(long)]
    pub name: Option<String>,
}

/// What somebody can be invited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Invites people, binds groups, sees the figures.
    Supervisor,
    /// Sorts reports and closes them with an answer.
    Urp,
    /// Knows the procedures of an office, and hands reports to its operators.
    Referent,
    /// Works on reports.
    Operator,
}

/// What to do with mail.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Take in mails at hand, as if they had just arrived; a line of JSON for each says what became of it.
    Ingest {
        /// The sender of the envelope (MAIL FROM); an empty one is the null sender.
        #[arg(long, value_name = "ADDRESS")]
        envelope_from: Option<String>,
        /// They came to the mailbox of certified mail.
        #[arg(long)]
        pec: bool,
        /// The mails, one in each file; without any, one from standard input.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Show the mails of a report, or from an address, as they came, with all that was attached.
    Show {
        /// The report's number, like 2026-000123, or an address.
        #[arg(value_name = "NUMBER or ADDRESS", value_parser = whose)]
        of: MailsOf,
        /// Write them there, each in a file of its own that a mail program opens.
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
}

/// Which mails.
#[derive(Debug, Clone)]
pub enum MailsOf {
    /// What became part of that report.
    Report(ReportId),
    /// What came from that address.
    Sender(String),
}

/// What to do with the place of photos and mails.
#[derive(Debug, Subcommand)]
pub enum FilesCommand {
    /// Photos and mails are kept at `BLOB_URL` from now on: they were moved there, or those of before are lost.
    Adopt,
}

/// What to do with updates that could not be processed.
#[derive(Debug, Subcommand)]
pub enum FailedCommand {
    /// List them.
    List,
    /// Run them again: all, or those with these numbers.
    Retry {
        /// Numbers from the list.
        ids: Vec<i64>,
    },
}

fn locale(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "the story is told in it, en, sl or de".to_owned())
}

fn whose(text: &str) -> Result<MailsOf, String> {
    if text.contains('@') {
        return Ok(MailsOf::Sender(text.to_lowercase()));
    }
    let number =
        text.parse().map_err(|_| "neither a report's number, like 2026-000123, nor an address");
    Ok(MailsOf::Report(number?))
}
