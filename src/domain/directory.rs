//! The town: its languages, calendar, offices, categories, people and ready-made replies.

use std::collections::BTreeMap;

use super::ids::{CategoryCode, ChatId, OfficeCode, TelegramId};
use super::lang::Lang;
use super::people::Capacity;
use super::promise::{Calendar, Deadlines};
use super::state::Outcome;

/// A text in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names(pub BTreeMap<Lang, String>);

impl Names {
    /// The text in that language, else in Italian, else in any.
    pub fn get(&self, lang: Lang) -> &str {
        self.0
            .get(&lang)
            .or_else(|| self.0.get(&Lang::It))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }
}

/// One who works with the service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StaffMember {
    /// Name, as colleagues know it.
    pub name: String,
    /// Telegram account, once known.
    pub telegram: Option<TelegramId>,
    /// Email, for colleagues.
    pub email: Option<String>,
    /// Phone, for colleagues.
    pub phone: Option<String>,
}

/// An office of the town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Key.
    pub code: OfficeCode,
    /// Name, as citizens and staff see it.
    pub name: String,
    /// Its group, once bound.
    pub chat: Option<ChatId>,
    /// Its referents: two.
    pub referents: Vec<StaffMember>,
    /// Its operators.
    pub operators: Vec<StaffMember>,
    /// It is given nothing new: what it has in hand goes on.
    pub retired: bool,
}

impl Office {
    /// Whether nobody is there any more to see to what it may still have in hand.
    pub fn is_left(&self) -> bool {
        self.retired && self.referents.is_empty()
    }
}

/// What a report can be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Key.
    pub code: CategoryCode,
    /// Name.
    pub name: Names,
    /// The office that is usually competent.
    pub office: Option<OfficeCode>,
    /// Words that suggest it.
    pub keywords: Vec<String>,
    /// Its deadlines.
    pub deadlines: Deadlines,
    /// How near another report must be to be shown as the same, metres.
    pub near_metres: u32,
    /// It is chosen no more: reports that have it keep it.
    pub retired: bool,
}

/// A ready-made reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The outcome it is for.
    pub outcome: Outcome,
    /// The category it is for; none for any.
    pub category: Option<CategoryCode>,
    /// The words, with `{number}`, `{place}`, `{street}`, `{office}`, `{date}`.
    pub text: Names,
    /// It is offered no more.
    pub retired: bool,
}

/// The town as the directory file describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Directory {
    /// Grows with each change: replicas notice by it.
    pub version: i64,
    /// The town's name.
    pub name: String,
    /// The languages it speaks; the first is its own.
    pub languages: Vec<Lang>,
    /// Working days and hours.
    pub calendar: Calendar,
    /// Where a person may reach a person.
    pub contact: Names,
    /// The privacy notice.
    pub privacy_url: Option<String>,
    /// The URP's group.
    pub urp_chat: Option<ChatId>,
    /// Supervisors.
    pub supervisors: Vec<StaffMember>,
    /// URP agents.
    pub urp: Vec<StaffMember>,
    /// Offices, in the file's order.
    pub offices: Vec<Office>,
    /// Categories, in the file's order.
    pub categories: Vec<Category>,
    /// Ready-made replies, in the file's order.
    pub templates: Vec<Template>,
}

impl Directory {
    /// A town of which only the name is known.
    pub fn bare(name: String) -> Self {
        Self {
            version: 0,
            name,
            languages: vec![Lang::default()],
            calendar: Calendar::default(),
            contact: Names::default(),
            privacy_url: None,
            urp_chat: None,
            supervisors: Vec::new(),
            urp: Vec::new(),
            offices: Vec::new(),
            categories: Vec::new(),
            templates: Vec::new(),
        }
    }

    /// The language of group cards: the town's own.
    pub fn staff_lang(&self) -> Lang {
        self.languages.first().copied().unwrap_or_default()
    }

    /// The languages in which people are spoken to: those of the town, and in any case Italian and English. In
    /// another one its categories and offices would have no names.
    pub fn spoken(&self) -> impl Iterator<Item = Lang> {
        let is_spoken = |lang: &Lang| match lang {
            Lang::It | Lang::En => true,
            Lang::Sl | Lang::De => self.languages.contains(lang),
        };
        Lang::SPOKEN.into_iter().filter(is_spoken)
    }

    /// The language for somebody whose Telegram speaks `tag`.
    pub fn lang_for(&self, tag: Option<&str>) -> Lang {
        let theirs = tag.and_then(Lang::from_tag);
        self.spoken().find(|lang| Some(*lang) == theirs).unwrap_or_else(|| {
            // A foreigner in Italy is better served in English than in a language they do not have.
            if tag.is_some() && self.languages.contains(&Lang::En) {
                Lang::En
            } else {
                self.staff_lang()
            }
        })
    }

    /// An office by code.
    pub fn office(&self, code: &OfficeCode) -> Option<&Office> {
        self.offices.iter().find(|office| &office.code == code)
    }

    /// The offices that reports are given to, in the file's order. What is asked about *one* office is asked of all
    /// of them ([`Self::office`]): one that is retired has reports in hand until they are done.
    pub fn offices_in_use(&self) -> impl Iterator<Item = &Office> {
        self.offices.iter().filter(|office| !office.retired)
    }

    /// The categories to choose from, in the file's order. Reports may have others ([`Self::category`]).
    pub fn categories_in_use(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|category| !category.retired)
    }

    /// A category that reports may have, and that is chosen no more.
    pub fn retired_category(&self, code: &CategoryCode) -> Option<&Category> {
        self.category(code).filter(|category| category.retired)
    }

    /// Whether the group is that of several: of two offices, or of an office and the URP.
    pub fn is_shared(&self, chat: ChatId) -> bool {
        let offices = self.offices.iter().filter_map(|office| office.chat);
        self.urp_chat.into_iter().chain(offices).filter(|one| *one == chat).nth(1).is_some()
    }

    /// Where an office is spoken to, and who is called there: its own chat and its referents; for one
    /// without a chat, for one that all have left, or for none, the URP's.
    pub fn spoken_to(&self, office: Option<&OfficeCode>) -> Option<(ChatId, &[StaffMember])> {
        let own = office.and_then(|code| self.office(code)).filter(|office| !office.is_left());
        let own = own.and_then(|office| Some((office.chat?, office.referents.as_slice())));
        own.or_else(|| Some((self.urp_chat?, self.urp.as_slice())))
    }

    /// An office's name, or its code if the directory no longer knows it.
    pub fn office_name<'a>(&'a self, code: &'a OfficeCode) -> &'a str {
        self.office(code).map_or(code.as_str(), |office| office.name.as_str())
    }

    /// A category by code.
    pub fn category(&self, code: &CategoryCode) -> Option<&Category> {
        self.categories.iter().find(|category| &category.code == code)
    }

    /// The deadlines of a category; the defaults without one.
    pub fn deadlines(&self, category: Option<&CategoryCode>) -> Deadlines {
        category
            .and_then(|code| self.category(code))
            .map_or_else(Deadlines::default, |category| category.deadlines)
    }

    /// All that a Telegram account is in the town, beside a citizen.
    pub fn capacities(&self, telegram: TelegramId) -> Vec<Capacity> {
        let is = |staff: &[StaffMember]| staff.iter().any(|one| one.telegram == Some(telegram));
        let mut capacities = Vec::new();
        if is(&self.supervisors) {
            capacities.push(Capacity::Supervisor);
        }
        if is(&self.urp) {
            capacities.push(Capacity::Urp);
        }
        for office in &self.offices {
            if is(&office.referents) {
                capacities.push(Capacity::Referent(office.code.clone()));
            }
            if is(&office.operators) {
                capacities.push(Capacity::Operator(office.code.clone()));
            }
        }
        capacities
    }

    /// Whether somebody works with the service.
    pub fn is_staff(&self, telegram: TelegramId) -> bool {
        self.staff().any(|(one, _)| one.telegram == Some(telegram))
    }

    /// Everybody who works with the service, each with what they are.
    pub fn staff(&self) -> impl Iterator<Item = (&StaffMember, Capacity)> {
        let supervisors = self.supervisors.iter().map(|one| (one, Capacity::Supervisor));
        let urp = self.urp.iter().map(|one| (one, Capacity::Urp));
        let offices = self.offices.iter().flat_map(|office| {
            let referents =
                office.referents.iter().map(|one| (one, Capacity::Referent(office.code.clone())));
            let operators =
                office.operators.iter().map(|one| (one, Capacity::Operator(office.code.clone())));
            referents.chain(operators)
        });
        supervisors.chain(urp).chain(offices)
    }

    /// The name under which colleagues know a Telegram account.
    pub fn staff_name(&self, telegram: TelegramId) -> Option<&str> {
        self.staff()
            .find(|(one, _)| one.telegram == Some(telegram))
            .map(|(one, _)| one.name.as_str())
    }

    /// The ready-made replies in use for an outcome and category, the category's own first.
    /// Each with its place in [`Directory::templates`], which buttons carry.
    pub fn templates_for(
        &self,
        outcome: Outcome,
        category: Option<&CategoryCode>,
    ) -> Vec<(usize, &Template)> {
        let fits = |template: &&Template| template.outcome == outcome && !template.retired;
        let all = || self.templates.iter().enumerate();
        let own = all()
            .filter(|(_, t)| fits(t) && t.category.is_some() && t.category.as_ref() == category);
        let any = all().filter(|(_, t)| fits(t) && t.category.is_none());
        own.chain(any).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_spoken_to_in_a_language_of_the_town() {
        let mut town = Directory::bare("Prova".to_owned());
        town.languages = vec![Lang::It, Lang::En];
        assert_eq!(
            town.lang_for(Some("de-AT")),
            Lang::En,
            "nothing of this town has a German name"
        );
        assert_eq!(town.spoken().collect::<Vec<_>>(), [Lang::It, Lang::En]);
        town.languages = vec![Lang::Sl, Lang::It, Lang::De];
        assert_eq!(town.lang_for(Some("de-AT")), Lang::De);
        assert_eq!(town.lang_for(Some("en")), Lang::En);
        assert_eq!(town.lang_for(Some("fr")), Lang::Sl, "the town's own");
        assert_eq!(town.spoken().collect::<Vec<_>>(), Lang::SPOKEN);
    }

    #[test]
    fn who_is_called_is_in_the_chat_that_is_spoken_to() {
        let one = |name: &str| StaffMember { name: name.to_owned(), ..StaffMember::default() };
        let mut town = Directory::bare("Prova".to_owned());
        let office = |code: &str, chat| Office {
            code: code.into(),
            name: code.to_owned(),
            chat,
            referents: vec![one("Ezio")],
            operators: Vec::new(),
            retired: false,
        };
        town.offices = vec![office("strade", Some(ChatId(-2))), office("verde", None)];
        assert_eq!(town.spoken_to(Some(&"verde".into())), None, "nobody can be spoken to");
        town.urp_chat = Some(ChatId(-1));
        town.urp = vec![one("Carlo")];
        let called = |code: Option<&str>| {
            let code = code.map(OfficeCode::from);
            let (chat, people) = town.spoken_to(code.as_ref()).unwrap();
            (chat.0, people[0].name.clone())
        };
        assert_eq!(called(Some("strade")), (-2, "Ezio".to_owned()));
        assert_eq!(called(Some("verde")), (-1, "Carlo".to_owned()));
        assert_eq!(called(None), (-1, "Carlo".to_owned()));
    }
}
