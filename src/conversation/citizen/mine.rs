//! A citizen's own reports: the list, one of them, and what its buttons do.

use super::talk::{Look, Talk};
use crate::conversation::Deed;
use crate::domain::command::Command;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::MessageId;
use crate::domain::outgoing::Target;
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::step::Keys;
use crate::text::citizen as words;
use crate::text::report::About;

impl<'a> Talk<'a> {
    /// /mine.
    pub fn list_mine(&mut self) -> Look {
        let (directory, lang, now) = (self.directory(), self.lang, self.scene.now);
        // Asked for by every way that leads here.
        let reports = self.scene.facts.reports_of.as_deref().unwrap_or_default();
        self.look_at_mains()?;
        let facts = self.scene.facts;
        let seen = reports.iter().map(|report| facts.as_citizen_sees(report).into_owned());
        let seen: Vec<Report> = seen.collect();
        self.say(words::mine(directory, lang, now, &seen));
        Ok(())
    }

    /// The reports that theirs are joined to must be among the facts.
    pub fn look_at_mains(&self) -> Look {
        let facts = self.scene.facts;
        let mains = facts.reports_of.iter().flatten().filter_map(Report::duplicate_of);
        let unknown: Vec<_> = mains.filter(|main| facts.report(*main).is_none()).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        Err(Box::new(Keys { reports: unknown, ..Keys::default() }))
    }

    /// Those of theirs that are open; one that is joined to another is, as long as that is. Their mains
    /// must be among the facts.
    pub fn open_ones(&self) -> impl Iterator<Item = &'a Report> {
        let facts = self.scene.facts;
        facts
            .reports_of
            .iter()
            .flatten()
            .filter(|report| facts.main_of(report).unwrap_or(report).state.is_open())
    }

    /// One of theirs with its history; of one that is joined to another, also that one's, from then
    /// on.
    pub fn show_mine(&mut self, report: &Report) -> Look {
        let (facts, lang) = (self.scene.facts, self.lang);
        let history = facts.history(report.id);
        let Some(of) = report.duplicate_of() else {
            let shown = words::one_of_mine(self.about(report), lang, history);
            self.turn.say_of(report.id, shown);
            return Ok(());
        };
        let Some(main) = facts.report(of) else {
            let keys = Keys { reports: vec![of], histories: vec![of], ..Keys::default() };
            return Err(Box::new(keys));
        };
        let joined = report.closed_at.unwrap_or(report.received_at);
        let theirs = facts.history(of).iter();
        let theirs = theirs.filter(|event| event.at >= joined && event.kind.is_shared());
        let both: Vec<Event> = history.iter().chain(theirs).cloned().collect();
        let seen = report.through(main);
        let shown = words::one_that_follows(self.about(&seen), lang, of, &both);
        self.turn.say_of(report.id, shown);
        Ok(())
    }

    fn about<'b>(&'b self, report: &'b Report) -> About<'b> {
        About { directory: self.directory(), report, now: self.scene.now }
    }

    /// A button about a report of theirs.
    pub fn report_press(
        &mut self,
        callback: &str,
        report: &Report,
        press: &Press,
        message: Option<MessageId>,
    ) -> Look {
        let lang = self.lang;
        let open = report.state.is_open();
        match press {
            Press::AddMore(_) => self.ask_for(report, false),
            Press::AnswerQuestion(..) if report.question.is_some() => self.ask_for(report, true),
            // The question ended with the report: nobody has answered it.
            Press::AnswerQuestion(..) if !open => self.ask_for(report, false),
            Press::AnswerQuestion(_, asked) if self.was_answered(report, *asked)? => {
                self.notice(callback, words::answered_already(lang));
            }
            // It had ended so, and the report is open again.
            Press::AnswerQuestion(..) => self.ask_for(report, false),
            Press::AddDone(_) | Press::StopWriting(_) => self.stop_writing(callback, report),
            Press::AddKept(_) => self.add_kept(callback, report),
            Press::Withdraw(_) | Press::WithdrawYes(_) | Press::WithdrawNo(_) if !open => {
                let main = self.open_main(report)?;
                let why = main.map_or_else(
                    || words::closed_already(lang, report.id),
                    |main| words::follows_another(lang, main.id),
                );
                self.notice(callback, why);
            }
            Press::Withdraw(_) => {
                self.turn.say_of(report.id, words::ask_withdraw(lang, report));
            }
            Press::WithdrawYes(_) => {
                self.replace(message, words::withdrawing(lang, report));
                self.deed(report, Command::Withdraw);
            }
            Press::WithdrawNo(_) => {
                self.answer_in_place(message, words::not_withdrawn(lang, report));
            }
            // Whoever has it in hand again is to know at once.
            Press::Solved(_) if open || self.open_main(report)?.is_some() => {
                let words = crate::text::report::solved(report.lang);
                self.deed(report, Command::Add { words, photos: Vec::new() });
            }
            Press::Solved(_) if report.rated == Some(true) => {
                self.notice(callback, words::answered_already(lang));
            }
            Press::Solved(_) => self.deed(report, Command::Rate { solved: true }),
            Press::StillThere(_) if open => {
                self.notice(callback, words::open_again(lang, report.id));
            }
            Press::StillThere(_) => self.deed(report, Command::StillThere { words: None }),
            _ => self.notice(callback, words::old_button(lang)),
        }
        Ok(())
    }

    /// Whether the question that this event asked was answered, or another one after it.
    fn was_answered(&self, report: &Report, asked: i32) -> Look<bool> {
        let history = self.scene.facts.history(report.id);
        if history.is_empty() {
            return Err(Box::new(Keys { histories: vec![report.id], ..Keys::default() }));
        }
        let answers = |event: &Event| matches!(event.kind, EventKind::Answered { .. });
        Ok(history.iter().any(|event| event.seq > asked && answers(event)))
    }

    /// The report that it is joined to, while that is open.
    fn open_main(&self, report: &Report) -> Look<Option<&'a Report>> {
        let Some(main) = report.duplicate_of() else {
            return Ok(None);
        };
        let Some(found) = self.scene.facts.report(main) else {
            return Err(Box::new(Keys::report(main)));
        };
        Ok(Some(found).filter(|main| main.state.is_open()))
    }

    fn deed(&mut self, report: &Report, command: Command) {
        let deed = Deed::Command { report: report.id, command, seen: None, messages: Vec::new() };
        self.turn.deeds.push(deed);
    }

    /// Takes the buttons of a message that was answered away.
    fn replace(&mut self, message: Option<MessageId>, with: crate::domain::outgoing::Message) {
        if let Some(id) = message {
            self.turn.edit(Target::Message(id), with);
        }
    }

    fn answer_in_place(
        &mut self,
        message: Option<MessageId>,
        with: crate::domain::outgoing::Message,
    ) {
        if message.is_some() {
            self.replace(message, with);
        } else {
            self.say(with);
        }
    }

    fn stop_writing(&mut self, callback: &str, report: &Report) {
        let writing = self.dialogue.writing.take_if(|one| one.report == report.id);
        if writing.is_none() {
            self.notice(callback, words::answered_already(self.lang));
            return;
        }
        self.dialogue.pending.retain(|one| one.report != report.id);
        self.say(words::writing_stopped(self.lang, report.id));
        self.ask(None);
    }
}
