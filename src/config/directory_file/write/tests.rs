use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::domain::directory_rows::Member;
use crate::domain::ids::{ChatId, TelegramId};

const EXAMPLE: &str = include_str!("../../../../directory.example.toml");

fn read(file: &str) -> Vec<Entry> {
    parse(file)
        .unwrap_or_else(|mistake| panic!("{mistake}\n{file}"))
        .into_iter()
        .map(|row| row.entry)
        .collect()
}

#[test]
fn the_example_written_and_read_again_is_the_example() {
    let rows = parse(EXAMPLE).unwrap();
    let file = write(&rows, &Remarks::default());
    assert_eq!(parse(&file).unwrap(), rows, "keys and places too");
    says(&file, &rows).unwrap();
}

#[test]
fn a_file_is_written_as_the_example_has_it() {
    let rows = parse(
        r#"
        template = [{ outcome = "not_ours", text = { it = "È di «Acque»:\nl'\"URP\" no.", sl = "Ni naše." } }]
        category = [{ code = "buche", name = "Buche", office = "strade", keywords = ["buca"] }]
        [[office]]
        name = "Strade"
        code = "strade"
        chat_id = -1002
        referents = [{ name = "Ezio Gialli", telegram_id = 21 }]
        [municipality]
        name = "Comune di Esempio"
        languages = ["it", "sl"]
        timezone = "Europe/Rome"
        holidays = ["11-03", "2027-05-14"]
        contact = "URP, piazza Unità 4"
        supervisors = [{ phone = "040 1", email = "a@comune.example", name = "Anna Bianchi" }]
        "#,
    );
    let remarks = Remarks {
        head: "As it stood.\n\nOf nobody\u{7}".to_owned(),
        offices: "Offices".to_owned(),
        categories: "Categories".to_owned(),
        replies: "Replies".to_owned(),
    };
    insta::assert_snapshot!(write(&rows.unwrap(), &remarks), @r##"
    # As it stood.
    #
    # Of nobody

    [municipality]
    name = "Comune di Esempio"
    languages = ["it", "sl"]
    timezone = "Europe/Rome"
    holidays = ["11-03", "2027-05-14"]
    reminder_time = "09:00"
    office_hours = "08:00-18:00"
    contact = "URP, piazza Unità 4"
    supervisors = [
        { name = "Anna Bianchi", email = "a@comune.example", phone = "040 1" },
    ]
    urp = []

    # ------------------------------------------------------------------------------------------ Offices

    [[office]]
    code = "strade"
    name = "Strade"
    chat_id = -1002
    referents = [
        { name = "Ezio Gialli", telegram_id = 21 },
    ]
    operators = []

    # --------------------------------------------------------------------------------------- Categories

    [[category]]
    code = "buche"
    name = "Buche"
    office = "strade"
    keywords = ["buca"]
    first_word_days = 2
    next_word_days = 10
    close_days = 30
    near_metres = 100

    # ------------------------------------------------------------------------------------------ Replies

    [[template]]
    outcome = "not_ours"
    text = { it = """
    È di «Acque»:
    l'"URP" no.""", sl = "Ni naše." }
    "##);
}

/// A town that has retired nothing is written as before, in the file and in the database: an older program reads it.
#[test]
fn what_is_retired_is_written_and_nothing_else_says_so() {
    let retired = ["code = \"verde\"\n", "code = \"alberi\"\n", "outcome = \"not_ours\"\n"];
    let example = EXAMPLE.replace("office = \"verde\"", "office = \"strade\"");
    let example = retired.iter().fold(example, |file, line| {
        assert!(file.contains(line), "{line}");
        file.replacen(line, &format!("{line}retired = true\n"), 1)
    });
    let rows = parse(&example).unwrap();
    let file = write(&rows, &Remarks::default());
    says(&file, &rows).unwrap();
    assert_eq!(file.matches("\nretired = true\n").count(), 3);
    let stored = |rows: &[DirectoryRow]| {
        let stored = rows.iter().map(|row| serde_json::to_string(&row.entry).unwrap());
        stored.filter(|json| json.contains("retired")).count()
    };
    assert_eq!(stored(&rows), 3);
    assert_eq!(stored(&parse(EXAMPLE).unwrap()), 0);
}

/// What no file can say is told: here a name that is none, and colleagues whom nothing tells apart.
#[test]
fn what_an_import_would_refuse_is_said() {
    let rows = parse(EXAMPLE).unwrap();
    let mistake = |name: &str| {
        let mut rows = rows.clone();
        for row in &mut rows {
            if let Entry::Urp(person) = &mut row.entry {
                name.clone_into(&mut person.name);
            }
        }
        says(&write(&rows, &Remarks::default()), &rows).unwrap_err().to_string()
    };
    insta::assert_snapshot!(mistake("\u{3000}"), @"a person of the URP has an empty name. Write a name between the quotes.");
    insta::assert_snapshot!(mistake("Carlo"), @r#"person of the URP "Carlo" is there twice. Keep one of them, or write beside each their own telegram_id."#);
    // And a file that says something else.
    let file = write(&rows, &Remarks::default()).replace("Strade e marciapiedi", "Vie");
    insta::assert_snapshot!(says(&file, &rows).unwrap_err().to_string(), @"an entry would be read as another one (office). Please look for it in the file.");
}

fn person() -> impl Strategy<Value = Person> {
    let telegram = option::of((1..i64::MAX).prop_map(TelegramId));
    (name(), telegram, option::of(any::<String>()), option::of(any::<String>()))
        .prop_map(|(name, telegram, email, phone)| Person { name, telegram, email, phone })
}

/// Whatever somebody may be called: quotes, brackets, signs of control, other scripts.
fn name() -> impl Strategy<Value = String> {
    any::<String>().prop_filter("a name", |name| !name.trim().is_empty())
}

fn words() -> impl Strategy<Value = BTreeMap<Lang, String>> {
    let lang = prop::sample::select(Lang::SPOKEN.to_vec());
    btree_map(lang, name(), 0..4)
}

fn chat() -> impl Strategy<Value = Option<ChatId>> {
    option::of((i64::MIN..0).prop_map(ChatId))
}

fn hours() -> impl Strategy<Value = [NaiveTime; 3]> {
    (0..1_440_u32, 1..1_440_u32, 0..1_440_u32).prop_map(|(reminder, closes, opens)| {
        let time = |minutes: u32| NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        [time(reminder), time(opens % closes), time(closes)]
    })
}

fn town() -> impl Strategy<Value = Municipality> {
    let languages = vec(prop::sample::select(Lang::SPOKEN.to_vec()), 1..4);
    let holidays = vec(prop::sample::select(vec!["11-03", "2027-05-14", "2-9"]), 0..3);
    (name(), languages, holidays, hours(), words(), chat(), any::<bool>()).prop_map(
        |(name, languages, holidays, [reminder, opens, closes], contact, urp_chat, has_page)| {
            Municipality {
                name,
                languages,
                timezone: "Europe/Rome".to_owned(),
                holidays: holidays.into_iter().map(str::to_owned).collect(),
                reminder,
                opens,
                closes,
                contact,
                privacy_url: has_page.then(|| "https://www.comune.example/privacy".to_owned()),
                urp_chat,
            }
        },
    )
}

/// A list of people, of whom some have one name, and then each their account.
fn people() -> impl Strategy<Value = Vec<Person>> {
    vec((person(), any::<bool>()), 0..4).prop_map(|people| {
        let mut list: Vec<Person> = Vec::new();
        for (account, (mut one, is_mario)) in (1..).zip(people) {
            if is_mario || list.iter().any(|other| other.name == one.name) {
                one.name = "Mario Rossi".to_owned();
                one.telegram = Some(TelegramId(account));
            }
            list.push(one);
        }
        list
    })
}

fn offices() -> impl Strategy<Value = Vec<Vec<Entry>>> {
    let office = (name(), chat(), people(), people(), any::<bool>());
    vec(office, 0..3).prop_map(|offices| {
        let office = |(at, (name, chat, referents, operators, retired)): (usize, _)| {
            let code = OfficeCode::from(CODES[at]);
            let member = |person: Person| Member { office: code.clone(), person };
            let referents: Vec<Person> = referents;
            let operators: Vec<Person> = operators;
            // The first one has categories.
            let retired = retired && at > 0;
            let office = OfficeEntry { code: code.clone(), name, chat, retired };
            let mut entries = vec![Entry::Office(office)];
            entries.extend(referents.into_iter().map(|one| Entry::Referent(member(one))));
            entries.extend(operators.into_iter().map(|one| Entry::Operator(member(one))));
            entries
        };
        offices.into_iter().enumerate().map(office).collect()
    })
}

const CODES: [&str; 4] = ["strade", "verde-2", "luce_e_acqua", "x"];

fn categories() -> impl Strategy<Value = Vec<CategoryEntry>> {
    let days = [1..=1_000_u32, 1..=1_000, 1..=1_000];
    let is = (any::<bool>(), any::<bool>());
    let category = (words(), is, vec(any::<String>(), 0..3), days, any::<u32>());
    vec(category, 0..4).prop_map(|categories| {
        let category = |(at, (name, has_office, keywords, days, near_metres)): (usize, _)| {
            let [first_word_days, next_word_days, close_days] = days;
            let (has_office, retired): (bool, bool) = has_office;
            let code: CategoryCode = CODES[at].into();
            let office = has_office.then(|| CODES[0].into());
            CategoryEntry {
                code,
                name,
                office,
                keywords,
                first_word_days,
                next_word_days,
                close_days,
                near_metres,
                retired,
            }
        };
        categories.into_iter().enumerate().map(category).collect()
    })
}

fn replies() -> impl Strategy<Value = Vec<TemplateEntry>> {
    let outcomes = [Outcome::Resolved, Outcome::NotResolvable, Outcome::NotOurs, Outcome::Spam];
    let is = (any::<bool>(), any::<bool>());
    let reply = (prop::sample::select(outcomes.to_vec()), is, words());
    vec(reply, 0..5).prop_map(|replies| {
        let reply = |(outcome, (of_one, retired), mut text): (
            Outcome,
            (bool, bool),
            BTreeMap<Lang, String>,
        )| {
            for text in text.values_mut() {
                *text = format!("{} {{place}}", text.replace(['{', '}'], ""));
            }
            let category = of_one.then(|| CODES[0].into());
            TemplateEntry { outcome, category, text, retired }
        };
        replies.into_iter().map(reply).collect()
    })
}

proptest! {
    /// Whatever stands in a town, its file says it, and nothing else.
    #[test]
    fn every_town_is_what_its_file_says(
        (town, supervisors, urp) in (town(), people(), people()),
        offices in offices(),
        categories in categories(),
        replies in replies(),
    ) {
        let (offices, has_offices) = (offices.concat(), !offices.is_empty());
        let has_categories = !categories.is_empty();
        let categories = categories.into_iter().map(|mut one| {
            one.office = one.office.filter(|_| has_offices);
            Entry::Category(one)
        });
        let replies = replies.into_iter().map(|mut one| {
            one.category = one.category.filter(|_| has_categories);
            Entry::Template(one)
        });
        let entries: Vec<Entry> = std::iter::once(Entry::Municipality(town))
            .chain(supervisors.into_iter().map(Entry::Supervisor))
            .chain(urp.into_iter().map(Entry::Urp))
            .chain(offices)
            .chain(categories)
            .chain(replies)
            .collect();
        let rows = |entries: &[Entry]| -> Vec<DirectoryRow> {
            let row = |(place, entry): (i32, &Entry)| DirectoryRow { key: place.to_string(), place, entry: entry.clone() };
            (0..).zip(entries).map(row).collect()
        };
        let file = write(&rows(&entries), &Remarks { head: "À\u{0}\r\n#".to_owned(), ..Remarks::default() });
        prop_assert_eq!(&read(&file), &entries, "{}", file);
        prop_assert!(says(&file, &rows(&entries)).is_ok());
    }
}
