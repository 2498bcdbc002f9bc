//! The service around a conversation, as far as a story needs it: a town, its reports, what a
//! deed does to them.

use super::*;
use crate::domain::state::Outcome;

pub(super) fn directory(categories: usize) -> Directory {
    let names =
        |it: &str, en: &str| Names([(Lang::It, it.to_owned()), (Lang::En, en.to_owned())].into());
    let mut all = vec![
        ("buche", names("Buche e marciapiedi", "Potholes and pavements"), vec!["buca", "pothole"]),
        ("luce", names("Illuminazione", "Street lighting"), vec!["lampione", "street lamp"]),
    ];
    for n in all.len()..categories {
        all.push(("other", names(&format!("Tipo {n}"), &format!("Kind {n}")), vec![]));
    }
    let category = |(n, (code, name, keywords)): (usize, (&str, Names, Vec<&str>))| Category {
        code: if code == "other" { format!("other-{n}").as_str().into() } else { code.into() },
        name,
        office: Some("strade".into()),
        keywords: keywords.into_iter().map(str::to_owned).collect(),
        deadlines: Deadlines::default(),
        near_metres: 100,
        retired: false,
    };
    Directory {
        version: 1,
        name: "Comune di Esempio".to_owned(),
        languages: vec![Lang::It, Lang::En],
        calendar: Calendar::default(),
        contact: names("URP, tel. 040 000000", "URP, phone 040 000000"),
        privacy_url: Some("https://www.comune.example/privacy?a=1&b=\"2\"".to_owned()),
        urp_chat: None,
        supervisors: Vec::new(),
        urp: Vec::new(),
        offices: vec![Office {
            code: "strade".into(),
            name: "Strade e verde".to_owned(),
            chat: None,
            referents: Vec::new(),
            operators: Vec::new(),
            retired: false,
        }],
        categories: all.into_iter().enumerate().map(category).collect(),
        templates: Vec::new(),
    }
}

impl Story {
    pub(super) fn facts(&self, keys: &Keys) -> Facts {
        let mut facts = Facts::of(Arc::clone(&self.world.directory));
        let world = &self.world;
        facts.dialogues.extend(self.dialogue.clone());
        let wanted = |report: &&Report| keys.reports.contains(&report.id);
        facts.reports = world.reports.iter().filter(wanted).cloned().collect();
        let histories = world.histories.iter().filter(|(id, _)| keys.histories.contains(id));
        facts.histories = histories.cloned().collect();
        let asked = |known: &&KnownMessage| keys.messages.contains(&(known.chat, known.message));
        facts.messages = world.messages.iter().filter(asked).cloned().collect();
        if keys.reports_of.is_some() {
            let own = |report: &&Report| report.citizen == self.person.id;
            let own = world.reports.iter().rev().filter(own).cloned();
            facts.reports_of = Some(own.collect());
        }
        facts.new_report = keys
            .new_report_in
            .map(|year| ReportId::new(year, i64::try_from(world.reports.len()).unwrap() + 1));
        facts
    }

    /// Does a deed as the service would.
    pub(super) fn deed(&mut self, deed: Deed) -> String {
        let directory = Arc::clone(&self.world.directory);
        let terms = terms(self.now, &directory);
        let actor = Actor::citizen(self.person.id, "Maria");
        match deed {
            Deed::File { filing, messages } => {
                let count = i64::try_from(self.world.reports.len()).unwrap() + 1;
                let id = ReportId::new(2026, count);
                let read = format!(
                    "=> filed {id}: {:?}, {:?}, {:?}, {} photos, {} messages",
                    filing.category.as_ref().map(crate::domain::ids::CategoryCode::as_str),
                    filing.place.words,
                    filing.words,
                    filing.photos.len(),
                    messages.len()
                );
                self.filed += 1;
                self.file(decide::file(id, filing, actor, terms));
                self.know(id, &messages);
                read
            }
            Deed::Command { report, command, messages, .. } => {
                let read = format!("=> {report}: {}", told(&command));
                self.command_as(report, command, &actor).unwrap();
                self.know(report, &messages);
                read
            }
            other => panic!("no citizen's deed: {other:?}"),
        }
    }

    pub(super) fn file(&mut self, event: Event) {
        self.world.reports.push(Report::opened_by(&event).unwrap());
        self.world.histories.push((event.report, vec![event]));
    }

    pub(super) fn know(&mut self, report: ReportId, messages: &[MessageId]) {
        for message in messages {
            self.world.messages.push(KnownMessage {
                chat: CHAT,
                message: *message,
                report: Some(report),
                row: None,
                card: false,
                task: None,
            });
        }
    }

    pub(super) fn command_as(
        &mut self,
        id: ReportId,
        command: Command,
        actor: &Actor,
    ) -> Result<(), decide::Refusal> {
        let directory = Arc::clone(&self.world.directory);
        let terms = terms(self.now, &directory);
        let report = self.world.reports.iter_mut().find(|one| one.id == id).unwrap();
        for event in decide::decide(report, command, actor, terms)? {
            report.apply(&event);
            let history = self.world.histories.iter_mut().find(|one| one.0 == id).unwrap();
            history.1.push(event);
        }
        Ok(())
    }

    /// What the town does.
    pub(super) fn town(&mut self, id: ReportId, command: Command) {
        let actor = Actor {
            person: Some(PersonId(Uuid::from_u128(9))),
            name: "Carlo Neri".to_owned(),
            capacities: vec![
                Capacity::Urp,
                Capacity::Referent("strade".into()),
                Capacity::Operator("strade".into()),
            ],
        };
        self.command_as(id, command, &actor).unwrap();
    }

    /// Somebody else's report.
    pub(super) fn strangers(&mut self) -> ReportId {
        let id = ReportId::new(2026, i64::try_from(self.world.reports.len()).unwrap() + 1);
        let filing = Filing {
            citizen: PersonId(Uuid::from_u128(77)),
            channel: Channel::Telegram,
            suggested: false,
            missing: crate::domain::event::Missing::default(),
            lang: Lang::It,
            category: None,
            place: Place::typed("via Segreta"),
            words: "privato".to_owned(),
            photos: Vec::new(),
        };
        let directory = Arc::clone(&self.world.directory);
        let terms = terms(self.now, &directory);
        let actor = Actor::citizen(PersonId(Uuid::from_u128(77)), "X");
        self.file(decide::file(id, filing, actor, terms));
        id
    }

    /// A report of the person's own that did not come from this chat.
    pub(super) fn by_another_door(&mut self) -> ReportId {
        let id = self.strangers();
        self.world.reports.last_mut().unwrap().citizen = self.person.id;
        id
    }

    /// A message about that report, which stands in the chat.
    pub(super) fn message_about(&mut self, id: ReportId) -> MessageId {
        let message = MessageId(500);
        self.know(id, &[message]);
        message
    }

    pub(super) fn town_asks(&mut self, id: ReportId, question: &str) {
        self.town(id, Command::Ask { words: question.to_owned() });
    }

    pub(super) fn town_closes(&mut self, id: ReportId, outcome: Outcome, reply: &str) {
        self.town(id, Command::Close { outcome, words: Some(reply.to_owned()), photos: vec![] });
    }

    pub(super) fn report(&self, id: ReportId) -> &Report {
        self.world.reports.iter().find(|report| report.id == id).unwrap()
    }
}

fn terms(now: DateTime<Utc>, directory: &Directory) -> Terms<'_> {
    Terms { now, calendar: &directory.calendar, deadlines: Deadlines::default(), seen: None }
}

fn told(command: &Command) -> String {
    match command {
        Command::Add { words, photos } => format!("add {words:?}, {} photos", photos.len()),
        Command::Answer { words, photos } => format!("answer {words:?}, {} photos", photos.len()),
        Command::Edit { words } => format!("edit {words:?}"),
        other => format!("{other:?}"),
    }
}
