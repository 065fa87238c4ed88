"""Sentences of nothing in common, in eight languages: what a model makes of them tells its ways."""

_ENGLISH = (
    "The bakery on the corner opens at six in the morning.",
    "Scientists found traces of water under the surface of the moon.",
    "Parliament will vote on the new budget next Thursday.",
    "She scored twice in the second half and was named player of the match.",
    "Please restart the computer after installing the update.",
    "My grandfather repaired clocks for more than fifty years.",
)
TRANSLATED = (
    (
        "Der Zug nach Hamburg hat heute vierzig Minuten Verspätung.",
        "The train to Hamburg is forty minutes late today.",
    ),
    (
        "Im Herbst färben sich die Blätter der Buchen gelb und rot.",
        "In autumn the leaves of the beeches turn yellow and red.",
    ),
    ("Das Gericht hat die Klage der Nachbarn abgewiesen.", "The court dismissed the neighbours' complaint."),
    (
        "Für den Teig braucht man nur Mehl, Wasser und etwas Salz.",
        "For the dough you only need flour, water and a little salt.",
    ),
    (
        "Die Aktie des Autobauers verlor am Freitag deutlich an Wert.",
        "The carmaker's share lost a lot of its value on Friday.",
    ),
    ("Meine Schwester lernt seit einem Jahr Geige.", "My sister has been learning the violin for a year."),
    (
        "Le musée sera fermé pour travaux jusqu'au mois de juin.",
        "The museum will be closed for building works until June.",
    ),
    (
        "Un incendie a détruit trois hectares de forêt dans la nuit.",
        "A fire destroyed three hectares of forest during the night.",
    ),
    ("Il faut boire beaucoup d'eau quand il fait chaud.", "You should drink a lot of water when it is hot."),
    (
        "La nouvelle ligne de métro relie l'aéroport au centre en vingt minutes.",
        "The new metro line connects the airport with the centre in twenty minutes.",
    ),
    ("Les enseignants demandent de meilleurs salaires.", "Teachers are asking for better wages."),
    (
        "Ce roman raconte la vie d'une famille de pêcheurs.",
        "This novel tells of the life of a family of fishermen.",
    ),
    ("El partido terminó con un empate sin goles.", "The match ended in a goalless draw."),
    (
        "Los médicos recomiendan dormir al menos siete horas.",
        "Doctors recommend sleeping at least seven hours.",
    ),
    (
        "La policía detuvo a dos hombres por el robo de bicicletas.",
        "The police arrested two men for stealing bicycles.",
    ),
    (
        "Mañana subirán las temperaturas en todo el país.",
        "Temperatures will rise across the country tomorrow.",
    ),
    ("Compré un vestido azul en el mercado del barrio.", "I bought a blue dress at the local market."),
    (
        "El telescopio permitirá observar galaxias muy lejanas.",
        "The telescope will make it possible to observe very distant galaxies.",
    ),
    (
        "Rząd zapowiedział obniżkę podatków dla małych firm.",
        "The government announced lower taxes for small firms.",
    ),
    ("W lesie znaleziono rzadki gatunek grzyba.", "A rare kind of mushroom was found in the forest."),
    (
        "Koncert odwołano z powodu choroby wokalistki.",
        "The concert was cancelled because the singer was ill.",
    ),
    ("Dzieci bawiły się na podwórku aż do wieczora.", "The children played in the yard until the evening."),
    (
        "Nowy szpital przyjmie pierwszych pacjentów w marcu.",
        "The new hospital will receive its first patients in March.",
    ),
    ("Kurs euro wzrósł dziś o dwa grosze.", "The euro's rate rose by two groszy today."),
    (
        "Учені досліджують поведінку дельфінів у відкритому морі.",
        "Scientists study how dolphins behave in the open sea.",
    ),
    ("На виборах мера перемогла колишня вчителька.", "A former teacher won the election for mayor."),
    (
        "Потяг зупиняється на цій станції лише двічі на день.",
        "The train stops at this station only twice a day.",
    ),
    (
        "Суп варять на повільному вогні близько години.",
        "The soup is cooked over a low flame for about an hour.",
    ),
    ("Хакери намагалися зламати сайт університету.", "Hackers tried to break into the university's website."),
    (
        "Цього року врожай пшениці буде меншим, ніж торік.",
        "This year's wheat harvest will be smaller than last year's.",
    ),
    (
        "Команда выиграла чемпионат впервые за двадцать лет.",
        "The team won the championship for the first time in twenty years.",
    ),
    ("В музее открылась выставка старинных карт.", "An exhibition of old maps has opened in the museum."),
    ("Цены на бензин выросли почти вдвое.", "Petrol prices have almost doubled."),
    ("Он читает газету за завтраком каждое утро.", "He reads the newspaper at breakfast every morning."),
    (
        "Суд приговорил бывшего чиновника к трём годам тюрьмы.",
        "The court sentenced the former official to three years in prison.",
    ),
    ("Снегопад парализовал движение на дорогах.", "Heavy snow brought traffic on the roads to a halt."),
    ("Harga beras naik menjelang hari raya.", "The price of rice is rising ahead of the holiday."),
    ("Gempa bumi mengguncang kota itu pada dini hari.", "An earthquake shook the city before dawn."),
    ("Para siswa menanam pohon di halaman sekolah.", "The pupils planted trees in the school yard."),
    ("Aplikasi baru ini membantu petani memantau cuaca.", "This new app helps farmers to watch the weather."),
    (
        "Kapal itu berlayar dari pelabuhan pukul tujuh malam.",
        "The ship sailed from the harbour at seven in the evening.",
    ),
    ("Penyanyi itu merilis album ketiganya bulan ini.", "The singer is releasing a third album this month."),
)
"""Each with its English translation."""
SENTENCES = (*_ENGLISH, *(sentence for sentence, _ in TRANSLATED))
"""No two of them are about the same."""
