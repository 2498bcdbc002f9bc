//! What somebody wrote while nobody listened comes in one batch: it is taken in together, in its order.

use serde_json::json;

use crate::faults::look::Look;
use crate::support::numbers::Numbers;
use crate::support::on_both_databases;

/// Commits of so many steps of one person that no other work comes near.
fn large_commits(numbers: &Numbers) -> i64 {
    let up_to = |bound| numbers.at("rispondo_commit_steps_bucket", &[("le", bound)]);
    up_to("+Inf") - up_to("8")
}

on_both_databases! {
    async fn each_answers_to_what_the_one_before_left(town: Town) {
        let mut town = town;
        let maria = town.citizen("Maria");
        town.up_to_place(&maria).await;
        town.settles().await;
        town.stops().await;
        maria.sends("via Roma 12");
        maria.sends("A deep hole in front of the school");
        maria.sends("/help");
        town.starts().await;
        assert!(maria.next().await.text.contains("What is wrong?"));
        let photos = maria.next().await;
        assert!(photos.button("No photo").is_some(), "{photos:?}");
        maria.next_matching("/mine").await.unwrap();
        maria.presses(&photos, "No photo");
        let summary = maria.next().await;
        assert!(summary.text.contains("A deep hole") && summary.text.contains("via Roma 12"));
        town.ends().await;
    }

    async fn what_cannot_be_processed_is_set_aside_alone(town: Town) {
        let mut town = town;
        let anna = town.supervisor().await;
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        town.settles().await;
        town.stops().await;
        town.database.execute("UPDATE report SET data = '?' WHERE id = 2026000001").await;
        maria.sends("/help");
        maria.sends("/mine");
        maria.sends("/privacy");
        // A message of hers without a chat: no library makes anything of it.
        let hers = json!({ "message_id": 7, "from": { "id": maria.chat_id() }, "text": "?" });
        town.bot.receives("message", &hers);
        maria.sends("/help");
        town.starts().await;
        assert!(maria.next().await.text.contains("/mine"));
        assert!(maria.next().await.text.contains("privacy"));
        assert!(maria.next().await.text.contains("/mine"), "she had written on");
        town.settles().await;
        let failed = town.store().failed().await.unwrap();
        assert_eq!(failed.len(), 2, "{failed:?}");
        assert!(failed.iter().any(|one| one.error.contains("report")), "{failed:?}");
        let numbers = Numbers::of(town.service()).await;
        let taken = |kind, result| {
            numbers.at("rispondo_updates_total", &[("kind", kind), ("result", result)])
        };
        let kinds = [("message", "taken"), ("message", "set_aside"), ("unreadable", "set_aside")];
        assert_eq!(kinds.map(|(kind, result)| taken(kind, result)), [3, 1, 1]);
        anna.next_matching("could not be processed").await.unwrap();
        assert_eq!(maria.unread(), 0, "each was answered once");
        town.ends().await;
    }

    async fn many_share_a_transaction_and_a_flood_is_told_once(town: Town) {
        let mut town = town;
        let maria = town.citizen("Maria");
        maria.sends("/help");
        maria.next().await;
        town.settles().await;
        town.stops().await;
        for _ in 0..48 {
            maria.sends("/mine");
        }
        town.starts().await;
        town.settles().await;
        let numbers = Numbers::of(town.service()).await;
        let taken = [("kind", "message"), ("result", "taken")];
        assert_eq!(numbers.at("rispondo_updates_total", &taken), 48);
        assert_eq!(large_commits(&numbers), 3, "sixteen by sixteen");
        let got = maria.messages();
        let told = got.iter().filter(|message| message.text.contains("faster than")).count();
        assert_eq!(told, 1, "{}", maria.transcript());
        let said = "SELECT COUNT(*) FROM outbox WHERE content LIKE '%faster than%'";
        let said = Look::at(&town.database).await.count(said).await;
        assert_eq!(said, 1, "whoever comes behind in the same transaction knows of it");
        town.sim.read_all();
        town.ends().await;
    }
}
