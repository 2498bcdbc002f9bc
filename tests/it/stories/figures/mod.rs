//! The supervisor's figures.

use crate::support::on_both_databases;

on_both_databases! {
    async fn the_supervisor_sees_the_figures_and_gets_them_as_a_file(at: Offices) {
        let maria = at.town.citizen("Maria");
        at.assigned(&maria).await;
        at.town.settles().await;

        at.anna.sends("/stats");
        let stats = at.anna.next().await;
        let week = "This week, from Monday 23 November to Tuesday 24 November\nWhole town\n";
        assert!(stats.text.starts_with(week), "{}", stats.text);
        for line in [
            "Reports without the word that was promised: 0",
            "Closed, but the answer has not arrived: 0",
            "Arrived: 1",
            "Closed: 0, with the answer delivered: 0",
            "Messages not delivered: 0",
            "first word: half within 0 min, nine in ten within 0 min (office hours; from one report)",
        ] {
            assert!(stats.text.contains(line), "{line}: {}", stats.text);
        }
        insta::assert_snapshot!(stats.labels().join(" | "), @"✓ This week | Last week | This month | Last month | This year | Choose office | CSV");
        at.anna.presses(&stats, "Choose office");
        let offices = at.anna.wait_until(&stats, |it| it.text == "Of which office?").await;
        at.anna.presses(&offices, "Verde pubblico");
        let verde = at.anna.wait_until(&offices, |it| it.text.contains("Office: Verde pubblico")).await;
        assert!(verde.text.contains("Arrived: 0"), "{}", verde.text);
        at.anna.presses(&verde, "Last week");
        let before = at.anna.wait_until(&verde, |it| it.text.starts_with("Last week")).await;
        assert!(before.text.contains("Office: Verde pubblico"), "{}", before.text);
        at.anna.presses(&before, "Whole town");
        let town = at.anna.wait_until(&before, |it| it.text.contains("Whole town")).await;
        at.anna.presses(&town, "This week");
        let town = at.anna.wait_until(&town, |it| it.text.contains("Arrived: 1")).await;

        at.anna.presses(&town, "CSV");
        let file = at.anna.next().await;
        assert_eq!(file.raw["document"]["mime_type"], "text/csv");
        assert_eq!(file.raw["document"]["file_name"], "figures-2026-11-23-2026-11-24.csv");
        insta::assert_snapshot!(file.text, @"Figures by office, from Monday 23 November to Tuesday 24 November. Times count only the hours in which the offices are open.");
        at.all_read();
        at.town.ends().await;
    }

    async fn who_is_no_supervisor_hears_who_sees_the_figures(at: Offices) {
        at.gino_alone.sends("/stats");
        insta::assert_snapshot!(at.gino_alone.next().await.text, @"Only the supervisor can do this: Anna Bianchi.");
        at.town.ends().await;
    }
}
