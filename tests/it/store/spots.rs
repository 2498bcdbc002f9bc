//! Where open reports are: a few that may be the same as a new one are found among many.

use rispondo::domain::ids::ReportId;
use rispondo::domain::place::Position;
use rispondo::domain::step::{Changes, Decision, Facts, Keys};
use rispondo::outbox::cards::{Views, render};
use rispondo::store::Store;

use super::{of, settle};
use crate::support::facts as town;
use crate::support::on_both;

/// Files a report at a place; its number.
async fn file(store: &Store, words: &'static str, position: Option<Position>) -> ReportId {
    let keys = Keys { new_report_in: Some(2026), ..Keys::default() };
    let decide = move |facts: &Facts| {
        let person = town::citizen(1);
        let id = facts.new_report.unwrap();
        let (mut report, event) = town::filed(&facts.directory, id, &person);
        report.place.words = Some(words.to_owned());
        report.place.position = position;
        let changes = Changes { people: vec![person], ..of(report, event) };
        Decision::Done(Box::new(changes), id)
    };
    store.step(keys, decide).await.unwrap()
}

/// Files a report in via Roma, that many metres north of the town hall; its number.
async fn file_at(store: &Store, metres: f64) -> ReportId {
    let position = Position { lat: 45.65 + metres / 111_195.0, lon: 13.77 };
    file(store, "via Roma 12", Some(position)).await
}

/// What is suggested for a report.
async fn suggested(store: &Store, report: ReportId) -> Vec<ReportId> {
    suggested_for_each(store, &[report]).await.remove(0)
}

/// What is suggested for each of some reports that are looked at together.
async fn suggested_for_each(store: &Store, reports: &[ReportId]) -> Vec<Vec<ReportId>> {
    let mut keys = Keys { reports: reports.to_vec(), ..Keys::default() };
    keys.duplicates.near = reports.to_vec();
    let facts = store.read(keys).await.unwrap();
    let ids = |report| facts.duplicates.near(report).iter().map(|one| one.id).collect();
    reports.iter().map(|report| ids(*report)).collect()
}

on_both! {
    async fn the_nearest_go_before_the_newest_of_the_street(store: Store) {
        settle(&store).await;
        let nearest = file_at(&store, 10.0).await;
        let near = file_at(&store, -20.0).await;
        let mut newest = nearest;
        for far in 0..40 {
            newest = file_at(&store, 1_000.0 + f64::from(far)).await;
        }
        let new = file_at(&store, 0.0).await;
        assert_eq!(suggested(&store, new).await, [nearest, near, newest]);
    }

    async fn streets_that_are_written_alike_hide_none_that_is_the_same(store: Store) {
        settle(&store).await;
        let same = file(&store, "via Giuseppe Verdi 3", None).await;
        for _ in 0..4 {
            file(&store, "via Franco Verdi 1", None).await;
        }
        let also = file(&store, "via G. Verdi", None).await;
        for _ in 0..2 {
            file(&store, "via Franco Verdi 9", None).await;
        }
        let new = file(&store, "via Giuseppe Verdi 10", None).await;
        assert_eq!(suggested(&store, new).await, [also, same]);
    }

    async fn reports_that_are_looked_at_together_have_the_same_suggestions_as_alone(store: Store) {
        settle(&store).await;
        let mut reports = Vec::new();
        for metres in [10.0, -20.0, 900.0, 0.0, 15.0, 905.0, 3.0] {
            reports.push(file_at(&store, metres).await);
        }
        let mut alone = Vec::new();
        for report in &reports {
            alone.push(suggested(&store, *report).await);
        }
        assert_eq!(suggested_for_each(&store, &reports).await, alone);
        assert_eq!(alone[6], [reports[3], reports[0], reports[4]]);
    }

    async fn a_card_beside_one_that_cannot_be_read_is_shown(store: Store, database: &Database) {
        settle(&store).await;
        let mut reports = Vec::new();
        for _ in 0..3 {
            reports.push(file_at(&store, 0.0).await);
        }
        database.execute("UPDATE report SET data = '?' WHERE id = 2026000002").await;
        let views = Views::of(reports.clone());
        let urp = store.directory().await.unwrap().unwrap().urp_chat.unwrap();
        let mut shown = Vec::new();
        for report in reports {
            shown.push(render(&store, &views, urp, report, town::now()).await.is_ok());
        }
        assert_eq!(shown, [true, false, true]);
    }
}
