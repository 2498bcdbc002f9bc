//! What becomes of a mail. Pure.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::{Aftermath, tasks};
use super::{Taken, Terms, news, person};
use crate::domain::ids::{MailId, ReportId};
use crate::domain::mail::{Became, Mail, MailKind, MailRule};
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
    match &mail.kind {
        MailKind::Person => person::person(case),
        MailKind::Bounce(bounce) => news::bounce(case, bounce),
        MailKind::Receipt(receipt) => news::receipt(case, receipt),
        MailKind::AutoReply | MailKind::Own => nothing(Became::AutoReply),
        MailKind::AbuseReport => nothing(Became::AbuseReport),
        MailKind::Unanswerable => Ok(case.task(rule, None)),
        MailKind::SetAside => person::set_aside(case),
    }
}

impl Case<'_> {
    /// A person looks at the mail. `about`: the report that it seems to be about.
    pub fn task(&mut self, rule: MailRule, about: Option<ReportId>) -> Fate {
        let mail = self.mail;
        let sender = match &mail.from {
            Some(from) if from.name.is_empty() => from.address.clone(),
            Some(from) => format!("{} <{}>", from.name, from.address),
            None => String::new(),
        };
        // Certified mail to be reviewed may be anything: only sender and subject are shown.
        let lines = match rule {
            MailRule::PecReview => String::new(),
            _ => clip(mail.text.trim(), LINES).into_owned(),
        };
        let subject = mail.subject.clone();
        let kind = TaskKind::MailSetAside { mail: self.id, rule, sender, subject, lines, about };
        let Self { facts, now, fresh, changes, .. } = self;
        tasks::open(facts, None, kind, *now, fresh, changes);
        Fate { became: Became::Task, rule, report: None }
    }
}
