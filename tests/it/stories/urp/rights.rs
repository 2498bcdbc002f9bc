//! Who may press, and two who press at once.

use crate::support::on_both_databases;

on_both_databases! {
    async fn of_two_clerks_one_wins_and_the_other_hears_who(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        town.carlo.presses(&card, "Assign");
        let one = town.carlo.next_matching("Which office").await.unwrap();
        town.dora.presses(&card, "Assign");
        let two = town.dora.next_matching("Which office").await.unwrap();
        town.settles().await;
        town.carlo.presses(&one, "Strade");
        maria.next_matching("Strade").await.unwrap();
        let late = town.dora.presses(&two, "Verde pubblico").answer().await.unwrap();
        assert!(late.contains("Carlo Neri"), "{late}");
        town.settles().await;
        assert_eq!(maria.unread(), 0);
        assert!(town.carlo.current(&card).text.contains("Office: Strade"));
        town.urp.read_all();
        town.ends().await;
    }

    async fn somebody_who_is_not_staff_is_told_so_alone(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        let visitor = town.person("Visitor");
        town.urp.joins(&visitor);
        let seat = town.urp.seat(&visitor);
        let said = seat.presses(&card, "Assign").answer().await.unwrap();
        assert!(!said.is_empty());
        seat.sends("Can I help?");
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0, "nothing was done, and nobody else was disturbed");
        assert!(town.carlo.current(&card).text.contains("State: to be assigned"));
        town.ends().await;
    }
}
