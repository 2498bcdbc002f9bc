//! What becomes of a mail. Pure.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::{Aftermath, tasks};
use super::{Taken, Terms, news, person};
use crate::domain::ids::{MailId, ReportId};
use crate::domain::mail::{Account, Became, Mail, MailKind, MailRule, Mailbox};
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys, MailRecord};
use crate::domain::task::TaskKind;
use crate::text::format::clip;

/// First lines of a mail in a task, UTF-16 units.
const LINES: usize = 600;

/// A mail, and where its changes are collected.
pub(super) struct Case<'a> {
    pub facts: &'a Facts,
    pub mail: &'a Arc<Mail>,
    pub terms: &'a Terms,
    pub id: MailId,
    pub now: DateTime<Utc>,
    pub fresh: Fresh,
    pub changes: Changes,
}

/// What was decided of a mail.
pub(super) struct Fate {
    pub became: Became,
    pub rule: MailRule,
    pub report: Option<ReportId>,
}

/// A fate, unless more must be looked at first.
pub(super) type Fated = Result<Fate, Box<Keys>>;

/// Decides about a mail.
pub(super) fn decide(
    facts: &Facts,
    mail: &Arc<Mail>,
    terms: &Terms,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decision<(Taken, Aftermath)> {
    if let Some(seen) = &facts.mail.seen {
        let taken = Taken {
            became: seen.became,
            duplicate: true,
            report: seen.report,
            rule: seen.rule,
            mail: Arc::clone(mail),
        };
        return Decision::Done(Box::default(), (taken, Aftermath::default()));
    }
    let id = fresh.mail();
    let mut case = Case { facts, mail, terms, id, now, fresh, changes: Changes::default() };
    let Fate { became, rule, report } = match fate(&mut case) {
        Ok(fate) => fate,
        Err(keys) => return Decision::Need(keys),
    };
    let mut changes = case.changes;
    changes.mails.push(MailRecord {
        id,
        at: now,
        mail: mail.as_ref().clone(),
        became,
        rule,
        report,
    });
    let taken = Taken { became, duplicate: false, report, rule, mail: Arc::clone(mail) };
    let aftermath = Aftermath::of(&changes, Vec::new());
    Decision::Done(Box::new(changes), (taken, aftermath))
}

fn fate(case: &mut Case<'_>) -> Fated {
    let rule = case.mail.rule;
    let nothing = |became| Ok(Fate { became, rule, report: None });
    let mail = Arc::clone(case.mail);
    let looked_at =
        matches!(mail.kind, MailKind::Person | MailKind::Unanswerable | MailKind::SetAside);
    if looked_at && case.is_reviewed() && person::answers_nothing(case)? {
        if person::is_blocked(case) {
            return Ok(person::kept_in_silence());
        }
        return case.task(MailRule::PecReview, None);
    }
    match &mail.kind {
        MailKind::Person => person::person(case),
        MailKind::Bounce(bounce) => news::bounce(case, bounce),
        MailKind::Receipt(receipt) => news::receipt(case, receipt),
        MailKind::AutoReply | MailKind::Own => nothing(Became::AutoReply),
        MailKind::AbuseReport => nothing(Became::AbuseReport),
        MailKind::Unanswerable => {
            let about = person::about(case)?;
            case.task(rule, about)
        }
        MailKind::SetAside => person::set_aside(case),
    }
}

impl Case<'_> {
    /// Whether a person looks first at whatever answers none of ours: the town's only certified
    /// mailbox has invoices, tenders and courts' notices as well.
    fn is_reviewed(&self) -> bool {
        self.mail.account == Account::Pec && self.terms.pec_review
    }

    /// A person looks at the mail. `about`: the report that it seems to be about. Of one address that
    /// writes many such mails, all beyond a few are one task.
    pub fn task(&mut self, rule: MailRule, about: Option<ReportId>) -> Fated {
        let mail = self.mail;
        let address = mail.from.as_ref().map(|from| from.address.clone()).unwrap_or_default();
        let Some(before) = &self.facts.mail.answers else {
            return Err(person::what_was_answered(&address, self.now));
        };
        // The form of the town's site writes for many, as do a server that returns our mails and a mailbox that passes on
        // by a rule: each is somebody's, and nobody answers them but who looks.
        let unreached = self.unreached().map(ToOwned::to_owned);
        let many = matches!(rule, MailRule::PecReview | MailRule::AutoSubmitted)
            || mail.sent_for().is_some()
            || unreached.is_some();
        let most = if many { person::MOST_REVIEWED } else { person::MOST_TASKS };
        let flood = rule == MailRule::Flood || before.looked_at >= most;
        let rule = if flood { MailRule::Flood } else { rule };
        let id = match &unreached {
            _ if flood => person::task_of("flood", &address),
            // One for a citizen, however much of theirs comes back.
            Some(whom) => person::task_of(person::UNREACHED, whom),
            None => self.fresh.task(),
        };
        let fate = Fate { became: Became::Task, rule, report: None };
        if self.facts.task(id).is_some_and(|task| task.done.is_none()) {
            return Ok(fate);
        }
        let sender = mail.from.as_ref().map(shown).unwrap_or_default();
        let reply_to = mail.sent_for().map(shown);
        // Certified mail to be reviewed may be anything: only sender and subject are shown.
        let lines = match rule {
            MailRule::PecReview => String::new(),
            _ if self.is_reviewed() => String::new(),
            _ => clip(mail.text.trim(), LINES).into_owned(),
        };
        let subject = mail.subject.clone();
        let certified = mail.certified_elsewhere && rule == MailRule::DmarcFailed;
        let mail = self.id;
        let kind = TaskKind::MailSetAside {
            mail,
            rule,
            sender,
            reply_to,
            subject,
            lines,
            about,
            unreached: unreached.filter(|_| rule != MailRule::Flood),
            certified,
        };
        let Self { facts, now, fresh, changes, .. } = self;
        tasks::open_as(facts, id, None, kind, *now, fresh, changes);
        Ok(fate)
    }
}

/// A mailbox as people read it.
fn shown(mailbox: &Mailbox) -> String {
    match mailbox.name.as_str() {
        "" => mailbox.address.clone(),
        name => format!("{name} <{}>", mailbox.address),
    }
}
