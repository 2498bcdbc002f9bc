//! Photos of a report.

use crate::support::on_both_databases;

on_both_databases! {
    /// The service is restarted while an album is on its way: it is one answer all the same.
    async fn an_album_is_one_answer_across_a_restart(town: Town) {
        let mut town = town;
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_album(2, Some("From both sides"));
        town.settles().await;
        town.stops().await;
        maria.sends_photo(None);
        town.starts().await;
        town.a_moment().await;
        let line = maria.next().await;
        assert!(line.text.contains("There are 3 photos"), "{}", line.text);
        maria.presses(&line, "Done");
        let summary = maria.next().await;
        assert!(summary.text.contains("Photos: 3"), "{}", summary.text);
        assert!(summary.text.contains("From both sides"), "{}", summary.text);
        town.ends().await;
    }

    async fn the_sixth_photo_is_left_out_and_it_is_said(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_album(6, None);
        town.a_moment().await;
        let line = maria.next().await;
        insta::assert_snapshot!(line.text, @"
            Up to 5 photos can be sent: the last one was left out.

            There are 5 photos, the most.
            ");
        maria.presses(&line, "Done");
        assert!(maria.next().await.text.contains("Photos: 5"));
        town.ends().await;
    }

    /// More photos later: the line with the count is edited, not said again.
    async fn photos_that_come_one_by_one_are_counted_in_one_line(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_photo(None);
        town.a_moment().await;
        let line = maria.next().await;
        assert!(line.text.contains("There is one photo"), "{}", line.text);
        maria.sends_photo(None);
        town.a_moment().await;
        maria.wait_until(&line, |line| line.text.contains("There are 2 photos")).await;
        assert_eq!(maria.unread(), 0);
        maria.presses(&line, "Done");
        assert!(maria.next().await.text.contains("Photos: 2"));
        town.ends().await;
    }

    /// The town keeps the picture itself: Telegram's file ids do not last.
    async fn a_photo_of_a_report_is_kept_by_the_town(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_photo(None);
        town.a_moment().await;
        let line = maria.next().await;
        maria.presses(&line, "Done");
        let summary = maria.next().await;
        let (_, card) = town.files(&maria, &summary).await;
        town.settles().await;
        assert!(card.button("Photos").is_some(), "{:?}", card.labels());
        let kept = town.kept_files();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(std::fs::metadata(&kept[0]).unwrap().len() > 0);
        town.ends().await;
    }

    /// Each photo counts in a group's minute: hundreds would keep the URP waiting.
    async fn hundreds_of_photos_neither_fill_a_report_nor_its_group(town: Town) {
        let maria = town.citizen("Maria");
        let (number, card) = town.report(&maria).await;
        let received = maria.latest().unwrap();
        for (sent, said) in [(12, "2 were left out"), (3, "Added to report")] {
            for _ in 0..sent {
                maria.replies_photo(&received, None);
            }
            town.a_moment().await;
            maria.next_matching(said).await.unwrap();
            town.settles().await;
            maria.read_all();
        }
        town.carlo.wait_until(&card, |card| card.labels().contains(&"Photos (13)")).await;
        town.urp_reads().await;
        town.carlo.presses(&card, "Photos");
        let shown = town.carlo.next_n(10).await;
        assert!(shown.iter().all(|one| one.photos.len() == 1));
        let page = town.carlo.next().await;
        assert_eq!(page.text, "Photos 4 to 13 of 13");
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0, "the rest when it is asked for");
        town.carlo.presses(&page, "Earlier photos");
        let earlier = town.carlo.next_n(3).await;
        assert!(earlier[0].text.contains(&number), "{:?}", earlier[0]);
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0);
        town.urp.read_all();
        town.ends().await;
    }
}
