# Le righe di spiegazione nel file che scrive «rispondo directory export».
directory-head =
    L'elenco del Comune com'era il { $when }, con ciò che è stato cambiato su Telegram.
    Lo ha scritto «rispondo directory export».

    Per correggerlo: cambiare questo file e metterlo al posto di quello nominato in DIRECTORY_FILE. Con
    «rispondo directory import», o al prossimo avvio, viene applicato ciò che è cambiato e nient'altro.
    Su un altro computer si porta allo stesso modo.
    Le note del file di prima qui non ci sono: directory.example.toml spiega ogni riga. Chi è stato
    tolto su Telegram non c'è più. Segnalazioni, lavori in programma e inviti ancora da usare non
    sono in questo file.
    Ci sono i numeri di Telegram delle persone: va tenuto dove lo legge solo chi ne ha bisogno.
directory-mistake = Prima di importarlo c'è da correggere:
directory-offices = Gli uffici
directory-categories = Le categorie
directory-replies = Le risposte già pronte
