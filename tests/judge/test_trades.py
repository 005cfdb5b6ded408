"""Which trades a run of words speaks of."""

from __future__ import annotations

import pytest

from triage.judge.trades import TRADES, trades
from triage.judge.words import words
from triage.read import normalise

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl")

ALL = [
    (slug, phrase.strip())
    for slug, trade in TRADES.items()
    for phrase in trade.words.replace("\n", ";").split(";")
    if phrase.strip()
]

SAID = {
    "franchises": (
        "Own your own franchise.",
        "Wir suchen Franchisepartner in Ihrer Stadt.",
        "Devenez franchisé dans votre ville.",
        "Abra su propia franquicia este año.",
        "Tenha a sua franquia com pouco capital.",
        "Apri il tuo negozio in franchising.",
        "Word franchisenemer in uw regio.",
        "Szukamy partnerów, franczyza bez ryzyka.",
    ),
    "seo": (
        "We do search engine optimization.",
        "Suchmaschinenoptimierung zum Festpreis.",
        "Votre site en première page de Google.",
        "Mejoramos su posicionamiento web.",
        "Otimização de sites para a sua empresa.",
        "Portiamo il sito in prima pagina di Google.",
        "Zoekmachineoptimalisatie voor het mkb.",
        "Skuteczne pozycjonowanie stron.",
    ),
    "link-building": (
        "Dofollow backlinks from real blogs.",
        "Haben Sie Interesse an einem Linktausch?",
        "Je vous propose un échange de liens.",
        "Le propongo un intercambio de enlaces.",
        "Proponho uma troca de links.",
        "Le propongo uno scambio di link.",
        "Wilt u een linkruil?",
        "Proponujemy artykuł sponsorowany.",
    ),
    "web-design": (
        "Affordable web design for shops.",
        "Modernes Webdesign vom Profi.",
        "Création de sites pour artisans.",
        "Diseño web para pymes.",
        "Criação de sites a partir de 300 euros.",
        "Realizzazione siti per professionisti.",
        "Een nieuwe website voor uw bedrijf.",
        "Tworzenie stron dla firm.",
    ),
    "telemarketing": (
        "Telemarketing by native callers.",
        "Telefonakquise für den Mittelstand.",
        "Démarchage téléphonique sans effort.",
        "Nuestra televenta le trae clientes.",
        "Televendas com operadores experientes.",
        "Teleselling con operatori esperti.",
        "Wij verzorgen uw telefonische acquisitie.",
        "Sprzedaż telefoniczna dla firm.",
    ),
    "crypto": (
        "Bitcoin made simple.",
        "Kryptowährungen für Anfänger.",
        "Investissez dans les cryptomonnaies.",
        "Invierta en criptomonedas.",
        "Invista em criptomoedas.",
        "Investi in criptovalute.",
        "Handelen in cryptomunten.",
        "Zarabiaj na kryptowalutach.",
    ),
    "solar": (
        "Solar panels for your roof.",
        "Photovoltaik für Ihr Dach.",
        "Des panneaux solaires sans avance.",
        "Placas solares para su nave.",
        "Painéis solares para a sua empresa.",
        "Pannelli solari per il capannone.",
        "Zonnepanelen voor uw bedrijf.",
        "Fotowoltaika dla firm.",
    ),
    "office-cleaning": (
        "Office cleaning from 15 an hour.",
        "Büroreinigung mit Festpreis.",
        "Nettoyage de bureaux le soir.",
        "Limpieza de oficinas y locales.",
        "Limpeza de escritórios e lojas.",
        "Pulizie uffici e negozi.",
        "Ons schoonmaakbedrijf werkt in uw buurt.",
        "Sprzątanie biur po godzinach.",
    ),
    "transcription": (
        "Audio transcription within a day.",
        "Transkription Ihrer Interviews.",
        "La transcription automatique de vos réunions.",
        "Servicio de transcripción de entrevistas.",
        "Transcrição de áudio em 24 horas.",
        "Sbobinatura di interviste e convegni.",
        "Transcriptie van uw interviews.",
        "Przepisywanie nagrań, transkrypcje wywiadów.",
    ),
    "translation": (
        "A translation agency with native speakers.",
        "Unser Übersetzungsbüro liefert schnell.",
        "Notre agence de traduction vous aide.",
        "Somos una agencia de traducción.",
        "Somos uma agência de tradução.",
        "Siamo un'agenzia: traduzioni tecniche.",
        "Ons vertaalbureau werkt voor fabrieken.",
        "Nasze biuro tłumaczeń czeka.",
    ),
    "gambling": (
        "Our casino pays well.",
        "Sportwetten mit Bonus.",
        "Les paris sportifs rapportent.",
        "Apuestas con bono de bienvenida.",
        "Apostas com bónus.",
        "Scommesse con bonus.",
        "Wij zijn een goksite met vergunning.",
        "Kasyno z bonusem.",
    ),
    "energy-contracts": (
        "Your energy contract ends soon.",
        "Senken Sie Ihre Energiekosten.",
        "Votre courtier en énergie.",
        "Mejoramos su tarifa eléctrica con otra comercializadora.",
        "O seu fornecedor de energia é caro.",
        "Le bollette luce sono care.",
        "Een nieuw energiecontract voor uw zaak.",
        "Nowy dostawca prądu dla firm.",
    ),
    "glass-bottles": (
        "Wine corks and screw caps.",
        "Weinflaschen und Korken.",
        "Bouchons en liège et barriques.",
        "Barricas y tapones de corcho.",
        "Rolhas de cortiça.",
        "Bottiglie in vetro e tappi in sughero.",
        "Wijnflessen en kurken.",
        "Butelki szklane dla winiarzy.",
    ),
    "machining": (
        "CNC machining of small series.",
        "Drehteile aus Messing.",
        "Usinage de précision à façon.",
        "Mecanizado de precisión.",
        "Usinagem de precisão.",
        "Tornitura e fresatura.",
        "Verspaning in kleine series.",
        "Obróbka skrawaniem i detale.",
    ),
    "payroll": (
        "Payroll software for ten people.",
        "Lohnbuchhaltung ohne Ärger.",
        "Notre logiciel de paie est simple.",
        "Gestión de nóminas para pymes.",
        "Processamento de salários para pme.",
        "Elaborazione paghe per aziende.",
        "Salarisadministratie voor het mkb.",
        "Kadry i płace w jednym miejscu.",
    ),
    "debt-collection": (
        "Debt collection without risk.",
        "Unser Inkassobüro hilft.",
        "Le recouvrement de créances sans frais.",
        "Recobro de impagados.",
        "Recuperação de créditos.",
        "Recupero crediti per aziende.",
        "Ons incassobureau helpt.",
        "Windykacja należności.",
    ),
    "pest-control": (
        "Pest control for restaurants.",
        "Schädlingsbekämpfung mit Garantie.",
        "Dératisation et désinsectisation.",
        "Control de plagas para hostelería.",
        "Controlo de pragas.",
        "Derattizzazione e disinfestazione.",
        "Ongediertebestrijding in de horeca.",
        "Deratyzacja i dezynsekcja.",
    ),
    "vending": (
        "A vending machine for your hall.",
        "Snackautomaten für Ihre Halle.",
        "Un distributeur automatique gratuit.",
        "Máquinas expendedoras sin coste.",
        "Máquinas de vending para empresas.",
        "Un distributore automatico gratuito.",
        "Een snoepautomaat in de hal.",
        "Automaty vendingowe dla firm.",
    ),
    "essay-mills": (
        "Essay writing by professionals.",
        "Wir sind Ghostwriter für Studenten: Bachelorarbeit schreiben lassen.",
        "Rédaction de mémoires et de thèses.",
        "Redacción de tesis y trabajos académicos.",
        "Monografias e trabalhos acadêmicos prontos.",
        "Scrittura tesi in pochi giorni.",
        "Uw scriptie laten schrijven.",
        "Pisanie prac na każdy temat.",
    ),
    "mortgages": (
        "Lower your mortgage rate.",
        "Eine günstige Baufinanzierung.",
        "Un prêt immobilier pour vous.",
        "Una hipoteca a su medida.",
        "Crédito habitação para todos.",
        "I mutui più bassi di sempre.",
        "Een lagere hypotheekrente.",
        "Kredyt hipoteczny na nowe mieszkanie.",
    ),
}

LEGITIMATE = (
    "Hi, can we move the review to Thursday at ten?",
    "Your training data loader fails on empty files, see the trace below.",
    "The software crashes when I click the second link.",
    "Thanks for the minutes; I have corrected the date in item four.",
    "Could you quote for 200 of the blue ones, delivered in May?",
    "The insurance will pay, they only want a photo of the broken window.",
    "Our marketing colleague is back on Monday.",
    "Please find attached the invoice for March.",
    "Mum's birthday is on the 4th, shall we share a present?",
    "Your parcel has arrived and can be fetched at the counter.",
    "I refactored the parser, factoring out the tokens that the lexer makes.",
    "The patch renames the class and moves closures out of the loop.",
    "The database has two replicas, and one of them lags.",
    "Class 4b goes swimming on Friday; bring a towel.",
    "Dear Dr Raman, may I use figure 3 of your paper in my thesis?",
    "We met at the fair in Verona and you promised me a sample.",
    "I would like to apply for the post of bookkeeper.",
    "Your password was changed on Tuesday.",
    "Könnten Sie mir bitte die Rechnung noch einmal schicken?",
    "Die Lieferung kommt am Mittwoch gegen neun Uhr.",
    "Pouvez-vous me confirmer le rendez-vous de mardi ?",
    "Je vous remercie pour votre réponse rapide.",
    "Le adjunto el acta de la reunión de ayer.",
    "¿Podríamos vernos el jueves por la tarde?",
    "Segue em anexo o relatório que pediu.",
    "Obrigado pela visita, foi um prazer recebê-los.",
    "Le confermo la prenotazione per quattro persone.",
    "Ci vediamo domani alle nove davanti alla stazione.",
    "Kun je de notulen van gisteren nog even sturen?",
    "Dziękuję za szybką odpowiedź, do zobaczenia w piątek.",
)


def spoken_of(text: str) -> dict[str, list[str]]:
    return trades(words(normalise(text)))


def test_every_phrase_survives_the_reading_of_mail():
    """A phrase that no tokeniser makes is never found."""
    assert [phrase for _, phrase in ALL if words(normalise(phrase)) != phrase.split(" ")] == []


def test_no_phrase_belongs_to_two_trades_and_none_stands_twice():
    first: dict[str, str] = {}
    twice = [(phrase, first[phrase], slug) for slug, phrase in ALL if first.setdefault(phrase, slug) != slug]
    assert twice == []
    assert len(ALL) == len(first)


def test_there_are_many_trades_and_none_is_thin_or_endless():
    assert len(TRADES) >= 100
    counts = {slug: sum(slug == each for each, _ in ALL) for slug in TRADES}
    assert {slug: count for slug, count in counts.items() if not 15 <= count <= 60} == {}


def test_a_name_can_be_said_after_offers_and_belongs_to_one_trade():
    names = [trade.name for trade in TRADES.values()]
    assert [name for name in names if name != name.strip() or name.endswith(".") or not name] == []
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SAID)
def test_an_offer_is_understood_in_each_language(slug, language):
    assert slug in spoken_of(SAID[slug][LANGUAGES.index(language)])


@pytest.mark.parametrize("text", LEGITIMATE)
def test_ordinary_mail_speaks_of_no_trade(text):
    assert spoken_of(text) == {}


@pytest.mark.parametrize(
    ("refusal", "offer", "slug"),
    [
        ("franchises", "Franchise-Partner gesucht", "franchises"),
        ("SEO", "Wir bringen Sie mit Suchmaschinenoptimierung nach vorn", "seo"),
        ("crypto", "Gane con las criptomonedas", "crypto"),
        ("gambling", "Partnerprogramm für Sportwetten", "gambling"),
        ("time-share", "Una multiproprietà al mare", "time-share"),
        ("telemarketing", "Nous faisons de la télévente", "telemarketing"),
        ("vending machines", "Automaty vendingowe bez opłat", "vending"),
        ("drop-shipping", "Dropshipping for small shops", "drop-shipping"),
        ("multi-level marketing", "Netwerkmarketing is de toekomst", "mlm"),
        ("essay mills", "Custom essays from 9 dollars a page", "essay-mills"),
    ],
)
def test_what_is_refused_and_what_is_offered_meet_though_the_words_differ(refusal, offer, slug):
    assert slug in spoken_of(refusal)
    assert slug in spoken_of(offer)


def test_a_trade_is_named_by_whoever_speaks_of_it():
    """Phrases name the thing, not who offers it; that a message offers anything, the classifier must say."""
    assert spoken_of("We run a franchise of bakeries ourselves.") == {"franchises": ["franchise"]}
    assert spoken_of("Our insurer has raised the franchise to 500 francs.") == {"franchises": ["franchise"]}


def test_the_trade_with_most_phrases_comes_first_then_the_one_said_first():
    found = spoken_of("Bitcoin, casino, poker and betting; then a franchise.")
    assert list(found) == ["gambling", "crypto", "franchises"]
    assert found["gambling"] == ["casino", "poker", "betting"]


def test_nothing_said_names_no_trade():
    assert trades([]) == {}
