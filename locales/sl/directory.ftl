# Pojasnila v datoteki, ki jo napiše »rispondo directory export«.
directory-head =
    Imenik občine, kakršen je bil { $when }, s spremembami iz Telegrama.
    Napisal ga je »rispondo directory export«.

    Za popravke: spremenite to datoteko in jo postavite na mesto tiste, ki je navedena v DIRECTORY_FILE.
    »rispondo directory import« (ali naslednji zagon) nato uveljavi samo to, kar se je spremenilo.
    Na drug računalnik jo prenesete na enak način.
    Opomb iz prejšnje datoteke tukaj ni: directory.example.toml pojasni vsako vrstico. Kdor je bil
    odstranjen v Telegramu, ni več vpisan. Prijav, načrtovanih del in še neuporabljenih povabil v tej
    datoteki ni.
    V njej so številke oseb v Telegramu: hranite jo tam, kjer jo bere samo, kdor jo potrebuje.
directory-mistake = Pred uvozom je treba popraviti:
directory-offices = Uradi
directory-categories = Kategorije
directory-replies = Pripravljeni odgovori
