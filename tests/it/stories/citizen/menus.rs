//! What the bot says of itself.

use serde_json::json;

use crate::support::on_both_databases;

on_both_databases! {
    async fn commands_description_and_menu_are_set_in_each_language(town: Town) {
        town.settles().await;
        town.sim.wait_calls("setChatMenuButton", 1).await;
        let scope = json!({ "type": "all_private_chats" });
        for (language, first, word) in [
            ("", "Report a problem", "pothole"),
            ("en", "Report a problem", "pothole"),
            ("it", "Segnalare un problema", "buca"),
        ] {
            let commands = town.bot.commands(&scope, language);
            let names: Vec<_> = commands
                .as_array()
                .unwrap()
                .iter()
                .map(|command| command["command"].as_str().unwrap())
                .collect();
            assert_eq!(names, ["new", "mine", "help", "cancel", "language", "privacy"]);
            assert_eq!(commands[0]["description"], first);
            let description = town.bot.description(language).unwrap();
            assert!(description.contains("Comune di Prova"), "{description}");
            assert!(description.contains(word) && description.contains("112"), "{description}");
            assert!(town.bot.short_description(language).unwrap().contains("Comune di Prova"));
        }
        assert_eq!(town.bot.menu_button(None).unwrap()["type"], "commands");
        town.ends().await;
    }
}
