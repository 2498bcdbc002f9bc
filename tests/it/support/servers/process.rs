//! A server that a shell looks after: it starts it, waits for the end of its input, and stops it.
//! So nothing is left when a test is killed, and no signal handler is needed.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// In whose name a server runs.
#[derive(Clone, Copy)]
pub struct Ids {
    pub user: u32,
    pub group: u32,
}

/// A running server; dropping it stops it.
pub struct Process {
    shell: Child,
}

impl Process {
    /// Runs `start` (which returns when the server is ready), and `stop` when this value goes. If
    /// this process is gone then, the folder goes too.
    pub fn start(folder: &Path, ids: Option<Ids>, start: &str, stop: &str) -> Result<Self, String> {
        let script = format!(
            "cd / && {{ {start}; }} >start.log 2>&1 </dev/null || exit 1
             echo ready
             read -r word || gone=1
             {{ {stop}; }} >/dev/null 2>&1 </dev/null
             if [ \"$gone\" ]; then rm -rf '{}'; fi",
            folder.display()
        )
        .replace("start.log", &folder.join("start.log").display().to_string());
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::null()).process_group(0); // what ends the test does not reach it
        if let Some(ids) = ids {
            command.uid(ids.user).gid(ids.group);
        }
        let mut shell = command.spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        if ready.trim() != "ready" {
            let _ = shell.wait();
            return Err(std::fs::read_to_string(folder.join("start.log")).unwrap_or_default());
        }
        Ok(Self { shell })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(mut input) = self.shell.stdin.take() {
            let _ = input.write_all(b"stop\n");
        }
        let _ = self.shell.wait();
    }
}

/// What a program prints.
pub fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Our own user, or `nobody` if that is root.
pub fn ordinary_user() -> (String, String, Option<Ids>) {
    if output("id", &["-u"]) == "0" {
        let id = |what| output("id", &[what, "nobody"]).parse().unwrap();
        let ids = Ids { user: id("-u"), group: id("-g") };
        ("nobody".to_owned(), output("id", &["-gn", "nobody"]), Some(ids))
    } else {
        (output("id", &["-un"]), output("id", &["-gn"]), None)
    }
}
