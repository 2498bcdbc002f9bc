//! One peer's session as a state machine: bytes in, actions out. It neither waits nor fails.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use smtp_proto::{Error, MailFrom, Request};

use super::data::{Data, Kept, Lost};
use super::room::SMALL;
use super::{LmtpConfig, replies};
use crate::channels::mail::Arrival;
use crate::domain::mail::Account;

/// The longest command in bytes: RFC 5321 section 4.5.3.1.4 and room for its extensions.
const MAX_LINE: usize = 4096;

/// How many recipients a mail may have (RFC 5321 section 4.5.3.1.8: at least 100).
const MAX_RECIPIENTS: usize = 100;

/// How many commands may go wrong before the peer is sent away.
const MAX_ERRORS: u32 = 20;

/// How many commands may be given from one mail to the next.
const MAX_COMMANDS: u32 = 1000;

/// What is to be done, in this order.
#[derive(Debug, Clone)]
pub enum Action {
    /// Send this.
    Reply(String),
    /// See to it that there is room for a mail of so many bytes, and call [`Session::roomed`] with whether there is.
    Room(usize),
    /// Take these, one for each mailbox, and call [`Session::taken`] with what came of each.
    Take(Vec<Arrival>),
    /// Close the connection.
    Close,
}

/// One peer's session.
#[derive(Debug)]
pub struct Session {
    config: Arc<LmtpConfig>,
    /// What came and is not read yet: part of a line, or what followed a mail that is being taken.
    input: Vec<u8>,
    /// A line is too long: what is left of it is passed over.
    skipping: bool,
    greeted: bool,
    envelope: Option<Envelope>,
    state: State,
    errors: u32,
    commands: u32,
}

#[derive(Debug)]
struct Envelope {
    from: String,
    /// How large its mail is said to be, if that is said.
    size: usize,
    recipients: Vec<(Account, String)>,
}

#[derive(Debug)]
enum State {
    Commands,
    /// It is not known yet whether there is room for the mail.
    Room,
    Data(Data),
    /// Which of the mails handed out each recipient waits for.
    Taking(Vec<usize>),
    Closed,
}

impl Session {
    /// A session that has just begun: greet, then feed it.
    pub fn new(config: Arc<LmtpConfig>) -> Self {
        Self {
            config,
            input: Vec::new(),
            skipping: false,
            greeted: false,
            envelope: None,
            state: State::Commands,
            errors: 0,
            commands: 0,
        }
    }

    /// What is said first.
    pub fn greeting(&self) -> String {
        replies::greeting(&self.config.name)
    }

    /// Whether a mail is on its way to us or being taken.
    pub fn has_mail_in_hand(&self) -> bool {
        matches!(self.state, State::Data(_) | State::Taking(_))
    }

    /// How many commands came since the last mail: as long as it stays the same, nothing happens.
    pub fn commands(&self) -> u32 {
        self.commands
    }

    /// Takes bytes from the peer.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Action> {
        let mut actions = Vec::new();
        self.input.extend_from_slice(bytes);
        self.go_on(&mut actions);
        actions
    }

    /// How many bytes of a mail on its way are held.
    pub fn held(&self) -> usize {
        match &self.state {
            State::Data(data) => data.len(),
            _ => 0,
        }
    }

    /// Whether only the headers of a mail on its way are kept.
    pub fn is_cut(&self) -> bool {
        matches!(&self.state, State::Data(data) if data.is_cut())
    }

    /// Whether there is room for the mail of the last [`Action::Room`].
    pub fn roomed(&mut self, is_there: bool) -> Vec<Action> {
        let mut actions = Vec::new();
        if matches!(self.state, State::Room) {
            if is_there {
                self.begin(&mut actions);
            } else {
                self.envelope = None;
                self.state = State::Commands;
                reply(&mut actions, replies::NO_ROOM);
            }
            self.go_on(&mut actions);
        }
        actions
    }

    /// There is no more room for a mail that came without its size, or with a wrong one: what is held of it goes, its
    /// rest is read and not kept.
    pub fn has_no_room(&mut self) {
        if let State::Data(data) = &mut self.state {
            data.lose(Lost::NoRoom);
        }
    }

    /// What came of the mails of the last [`Action::Take`], in their order: whether each is durable.
    pub fn taken(&mut self, durable: &[bool]) -> Vec<Action> {
        let mut actions = Vec::new();
        if let State::Taking(recipients) = &self.state {
            for mail in recipients {
                let is_durable = durable.get(*mail) == Some(&true);
                reply(&mut actions, if is_durable { replies::TAKEN } else { replies::LATER });
            }
            self.state = State::Commands;
            self.go_on(&mut actions);
        }
        actions
    }

    /// Reads what is there, until more is needed or a mail is to be taken.
    fn go_on(&mut self, actions: &mut Vec<Action>) {
        let input = std::mem::take(&mut self.input);
        let mut rest = input.as_slice();
        loop {
            match &mut self.state {
                State::Commands => {
                    let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                        break;
                    };
                    let (line, after) = rest.split_at(end + 1);
                    rest = after;
                    if std::mem::take(&mut self.skipping) {
                        continue;
                    }
                    if line.len() > MAX_LINE {
                        self.wrong(replies::LINE_TOO_LONG, actions);
                    } else {
                        self.command(line, actions);
                    }
                }
                State::Data(data) => {
                    let (taken, ended) = data.feed(rest);
                    rest = rest.get(taken..).unwrap_or_default();
                    if !ended {
                        break;
                    }
                    self.end_of_data(actions);
                }
                State::Room | State::Taking(_) => break,
                State::Closed => {
                    rest = &[];
                    break;
                }
            }
        }
        if matches!(self.state, State::Commands) && rest.len() > MAX_LINE {
            rest = &[];
            if !std::mem::replace(&mut self.skipping, true) {
                self.wrong(replies::LINE_TOO_LONG, actions);
            }
        }
        self.input = rest.to_vec();
    }

    fn command(&mut self, line: &[u8], actions: &mut Vec<Action>) {
        self.commands += 1;
        if self.commands > MAX_COMMANDS {
            return self.close(replies::ENOUGH, actions);
        }
        match Request::parse(&mut line.iter()) {
            Ok(Request::Lhlo { .. }) => {
                self.greeted = true;
                self.envelope = None;
                actions.push(Action::Reply(replies::offer(&self.config.name)));
            }
            Ok(Request::Mail { from }) => self.mail(from, actions),
            Ok(Request::Rcpt { to }) => self.recipient(to.address.into_owned(), actions),
            Ok(Request::Data) => self.data(actions),
            Ok(Request::Rset) => {
                self.envelope = None;
                reply(actions, replies::RSET);
            }
            Ok(Request::Noop { .. }) => reply(actions, replies::NOOP),
            Ok(Request::Vrfy { .. }) => reply(actions, replies::NOT_VERIFIED),
            Ok(Request::Help { .. }) => reply(actions, replies::HELP),
            Ok(Request::Quit) => self.close(replies::BYE, actions),
            // What follows BDAT is content: read as commands it could be anything.
            Ok(Request::Bdat { .. }) => self.close(replies::NOT_OFFERED, actions),
            Ok(Request::Helo { .. } | Request::Ehlo { .. }) => {
                self.wrong(replies::SPEAK_LMTP, actions);
            }
            Ok(_) => self.wrong(replies::NOT_OFFERED, actions),
            Err(error) => self.wrong(said_wrong(&error), actions),
        }
    }

    fn mail(&mut self, from: MailFrom<Cow<'_, str>>, actions: &mut Vec<Action>) {
        if !self.greeted {
            return self.wrong(replies::LHLO_FIRST, actions);
        }
        if self.envelope.is_some() {
            return self.wrong(replies::NESTED, actions);
        }
        self.envelope = Some(Envelope {
            from: from.address.into_owned(),
            size: from.size,
            recipients: Vec::new(),
        });
        reply(actions, replies::SENDER);
    }

    fn recipient(&mut self, address: String, actions: &mut Vec<Action>) {
        let Some(envelope) = &mut self.envelope else {
            return self.wrong(replies::MAIL_FIRST, actions);
        };
        let Some(account) = self.config.account(&address) else {
            return reply(actions, replies::UNKNOWN);
        };
        if envelope.recipients.len() >= MAX_RECIPIENTS {
            return reply(actions, replies::TOO_MANY);
        }
        envelope.recipients.push((account, address));
        reply(actions, replies::RECIPIENT);
    }

    fn data(&mut self, actions: &mut Vec<Action>) {
        // Of a larger one no more is held.
        let largest = self.config.max_size;
        match &self.envelope {
            None => self.wrong(replies::MAIL_FIRST, actions),
            // RFC 2033 section 4.2: DATA fails where no recipient was accepted.
            Some(envelope) if envelope.recipients.is_empty() => {
                self.wrong(replies::RCPT_FIRST, actions);
            }
            Some(envelope) if envelope.size.min(largest) > SMALL => {
                actions.push(Action::Room(envelope.size.min(largest)));
                self.state = State::Room;
            }
            Some(_) => self.begin(actions),
        }
    }

    fn begin(&mut self, actions: &mut Vec<Action>) {
        self.state = State::Data(Data::new(self.config.max_size));
        reply(actions, replies::GO_ON);
    }

    fn end_of_data(&mut self, actions: &mut Vec<Action>) {
        self.commands = 0;
        self.errors = 0;
        let state = std::mem::replace(&mut self.state, State::Commands);
        let (State::Data(data), Some(envelope)) = (state, self.envelope.take()) else {
            return;
        };
        let (raw, truncated) = match data.finish() {
            Kept::Whole(raw) => (raw, None),
            // Refused, nobody here would know of it, and its sender would hear a machine's words at most.
            Kept::Headers(raw, size) => (raw, Some(size)),
            Kept::Nothing => {
                for _ in &envelope.recipients {
                    reply(actions, replies::NO_ROOM);
                }
                return;
            }
        };
        let (arrivals, waiting) = envelope.arrivals(raw, truncated);
        self.state = State::Taking(waiting);
        actions.push(Action::Take(arrivals));
    }

    /// Something was wrong: say so, and at last lose patience.
    fn wrong(&mut self, said: &str, actions: &mut Vec<Action>) {
        reply(actions, said);
        self.errors += 1;
        if self.errors >= MAX_ERRORS {
            self.close(replies::ENOUGH, actions);
        }
    }

    fn close(&mut self, said: &str, actions: &mut Vec<Action>) {
        reply(actions, said);
        actions.push(Action::Close);
        self.state = State::Closed;
    }
}

impl Envelope {
    /// One arrival for each mailbox, and for each recipient which of them is its own.
    fn arrivals(self, raw: Vec<u8>, truncated: Option<u64>) -> (Vec<Arrival>, Vec<usize>) {
        let raw = Bytes::from(raw);
        let mut arrivals: Vec<Arrival> = Vec::new();
        let mut waiting = Vec::new();
        for (account, address) in self.recipients {
            let known = arrivals.iter().position(|arrival| arrival.account == account);
            let index = known.unwrap_or(arrivals.len());
            match arrivals.get_mut(index) {
                Some(arrival) => arrival.envelope_to.push(address),
                None => arrivals.push(Arrival {
                    account,
                    envelope_from: Some(self.from.clone()),
                    envelope_to: vec![address],
                    raw: raw.clone(),
                    truncated,
                }),
            }
            waiting.push(index);
        }
        (arrivals, waiting)
    }
}

fn reply(actions: &mut Vec<Action>, said: &str) {
    actions.push(Action::Reply(said.to_owned()));
}

fn said_wrong(error: &Error) -> &'static str {
    match error {
        Error::UnknownCommand | Error::NeedsMoreData { .. } => replies::UNKNOWN_COMMAND,
        Error::InvalidSenderAddress => replies::BAD_SENDER,
        Error::InvalidRecipientAddress => replies::BAD_RECIPIENT,
        _ => replies::SYNTAX,
    }
}
