"""What must stay, in eight languages: a newsletter, a receipt, a prospect and an introduction in each.

Newsletters and receipts of every second language come without any header of a list: only what they say speaks for them.
"""

from __future__ import annotations

import pytest
from accepted import shown, verdict_of
from letters import letter as _letter

TO = "Ailsa Drummond <ailsa@northlightdomes.example>"


def letter(sender, subject, body, **more):
    return _letter(body, **{"sender": sender, "subject": subject, "to": TO, **more})


def listed(domain, number):
    """Return the headers that a bulk mailer sets."""
    return (
        ("List-Id", f"<{number}.lists.{domain}>"),
        ("List-Unsubscribe", f"<https://{domain}/u/{number}>, <mailto:unsubscribe-{number}@{domain}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Feedback-ID", f"{number}:{domain}"),
        ("Precedence", "bulk"),
    )


def page(*paragraphs):
    """Return a page of a newsletter."""
    rows = "".join(
        f"<tr><td style='font-family:Arial;font-size:15px;padding:12px'>{each}</td></tr>" for each in paragraphs
    )
    return f"<html><body><table width='600' align='center'>{rows}</table></body></html>"


def newsletter(sender, subject, *paragraphs, headers=()):
    return letter(sender, subject, page(*paragraphs), content_type="text/html", headers=headers)


# ---------------------------------------------------------------- newsletters that she subscribed to

NEWSLETTERS = {
    "en": newsletter(
        "The Dark Sky Bulletin <bulletin@darksky-scotland.example>",
        "Dark Sky Bulletin, May: noctilucent clouds, and a new reserve",
        "<img src='https://darksky-scotland.example/i/head.png' alt='The Dark Sky Bulletin'>",
        "<h2>Noctilucent cloud season opens</h2>From the last week of May look low in the north, about ninety minutes after sunset. "
        "<a href='https://darksky-scotland.example/nlc'>How to photograph them</a>",
        "<h2>Galloway adds 40 square kilometres</h2>The council voted on Tuesday. <a href='https://darksky-scotland.example/galloway'>"
        "Read the report</a>",
        "<h2>Dates</h2>18 May, Crieff: lunar evening. 1 June, Oban: annual meeting.",
        "You receive this because you signed up on our web site. <a href='https://darksky-scotland.example/u/881'>Unsubscribe</a> · "
        "<a href='https://darksky-scotland.example/p/881'>Change how often we write</a>",
        headers=listed("darksky-scotland.example", 881),
    ),
    "de": newsletter(
        "Sternwartenbrief <post@sternwartenbrief.example>",
        "Sternwartenbrief 05/2024: Polarlicht über Sachsen, Termine im Juni",
        "Liebe Leserinnen und Leser,<br>in der Nacht vom 10. auf den 11. Mai war das Polarlicht bis nach Sachsen zu sehen. Sieben von "
        "Ihnen haben uns Bilder geschickt, die wir <a href='https://sternwartenbrief.example/polarlicht'>hier zeigen</a>.",
        "<b>Aus den Sternwarten</b><br>Radebeul hat den Refraktor wieder in Betrieb, Sonneberg öffnet ab Juni auch samstags.",
        "<b>Termine</b><br>8. Juni: Tag der offenen Kuppel in Jena. 22. Juni: Sonnwendbeobachtung in Drebach.",
        "Sie erhalten diesen Brief, weil Sie ihn im Januar bestellt haben. Wenn Sie ihn nicht mehr möchten, können Sie ihn "
        "<a href='https://sternwartenbrief.example/abbestellen?k=77a'>abbestellen</a>.",
    ),
    "fr": newsletter(
        "La lettre de Ciel Ouvert <lettre@cielouvert.example>",
        "La lettre de mai : éclipse, éphémérides et stages d'été",
        "<img src='https://cielouvert.example/logo.png' alt='Ciel Ouvert'>",
        "<h2>Les éphémérides de mai</h2>Vénus se couche une heure après le Soleil ; Saturne se lève vers 4 h. "
        "<a href='https://cielouvert.example/ephemerides'>La carte du mois</a>",
        "<h2>Stages d'été</h2>Il reste quatre places pour le stage de spectroscopie de Saint-Véran. "
        "<a href='https://cielouvert.example/stages'>Le programme</a>",
        "<h2>Lu pour vous</h2>L'histoire des coupoles de l'observatoire de Nice, par nos adhérents.",
        "Vous recevez cette lettre en tant qu'abonnée. <a href='https://cielouvert.example/d/12'>Se désabonner</a>",
        headers=listed("cielouvert.example", 12),
    ),
    "es": newsletter(
        "Boletín de la Agrupación Astronómica <boletin@astrogaliana.example>",
        "Boletín n.º 142: salida de observación y crónica de las Líridas",
        "Queridos socios y amigos:<br>la noche de las Líridas fue, por fin, una noche despejada. La "
        "<a href='https://astrogaliana.example/liridas'>crónica de Mercedes</a> está en la web con las fotos de todos.",
        "<b>Próxima salida</b><br>Sábado 11 de mayo, en el aparcamiento de la ermita, a partir de las 21:30. Traed ropa de abrigo.",
        "<b>Biblioteca</b><br>Han llegado dos donaciones: el atlas de Rükl y los anuarios de 1998 a 2005.",
        "Recibes este boletín porque te apuntaste en nuestra web. Para dejar de recibirlo, "
        "<a href='https://astrogaliana.example/baja'>pulsa aquí</a>.",
    ),
    "pt": newsletter(
        "Céu do Mês <ceudomes@astroclube.example>",
        "Céu do Mês: maio, com o cometa 13P",
        "<img src='https://astroclube.example/topo.jpg' alt='Céu do Mês'>",
        "<h2>O cometa 13P/Olbers</h2>Visível com binóculos ao anoitecer, a noroeste. <a href='https://astroclube.example/13p'>Mapa</a>",
        "<h2>Oficina de ótica</h2>O grupo de sábado já poliu dois espelhos de 150 mm. <a href='https://astroclube.example/oficina'>Fotos</a>",
        "<h2>Agenda</h2>Dia 25: sessão pública no jardim. Dia 31: palestra sobre ocultações.",
        "Está a receber este e-mail porque subscreveu o boletim. "
        "<a href='https://astroclube.example/sair/4'>Cancelar a subscrição</a>",
        headers=listed("astroclube.example", 4),
    ),
    "it": newsletter(
        "Notiziario del Gruppo Astrofili <notiziario@astrofilivaldarno.example>",
        "Notiziario di maggio: serate pubbliche e osservazioni",
        "Cari lettori,<br>la serata pubblica del 20 aprile ha portato all'osservatorio ottantatré persone, nonostante il vento. "
        "<a href='https://astrofilivaldarno.example/aprile'>Il racconto di Sandro</a>",
        "<b>Prossime serate</b><br>Venerdì 17 maggio: la Luna. Venerdì 31 maggio: galassie della Vergine. Inizio alle 21.30.",
        "<b>Stelle variabili</b><br>Abbiamo inviato all'AAVSO 212 stime; la curva di R Leonis è sul sito.",
        "Riceve questo notiziario perché si è iscritta sul nostro sito. Per non riceverlo più: "
        "<a href='https://astrofilivaldarno.example/cancella'>cancellazione</a>.",
    ),
    "nl": newsletter(
        "Nieuwsbrief Volkssterrenwacht <nieuws@sterrenwachtveluwe.example>",
        "Nieuwsbrief mei: zonnevlekken, cursus en open avonden",
        "<img src='https://sterrenwachtveluwe.example/kop.png' alt='Volkssterrenwacht'>",
        "<h2>Zonnevlekkengroep 3664</h2>Twintig keer zo breed als de aarde, en met een eclipsbril te zien. "
        "<a href='https://sterrenwachtveluwe.example/3664'>Onze opnamen</a>",
        "<h2>Cursus sterrenkunde</h2>De cursus begint op 10 september. <a href='https://sterrenwachtveluwe.example/cursus'>Programma</a>",
        "<h2>Open avonden</h2>Elke vrijdag vanaf 21.00 uur, bij bewolking een lezing.",
        "U ontvangt deze nieuwsbrief omdat u zich heeft aangemeld. <a href='https://sterrenwachtveluwe.example/af/9'>Afmelden</a>",
        headers=listed("sterrenwachtveluwe.example", 9),
    ),
    "pl": newsletter(
        "Biuletyn Miłośników Nieba <biuletyn@milosnicynieba.example>",
        "Biuletyn nr 58: zakrycie Spiki, relacja ze zlotu",
        "Drodzy Czytelnicy,<br>w kwietniowym zlocie w Bieszczadach wzięło udział 120 osób. "
        "<a href='https://milosnicynieba.example/zlot'>Relacja i zdjęcia</a>",
        "<b>Niebo w maju</b><br>Eta Akwarydy, maksimum w nocy z 5 na 6 maja. Merkury widoczny rano, bardzo nisko.",
        "<b>Z kopuły</b><br>W Truszczynach wymieniono napęd kopuły; obserwacje gwiazd zmiennych wznowiono po miesiącu przerwy.",
        "Otrzymują Państwo ten biuletyn, ponieważ zapisali się Państwo na naszej stronie. "
        "<a href='https://milosnicynieba.example/wypis'>Wypisz się</a>",
    ),
}

# ---------------------------------------------------------------- receipts

AUTOMATIC = (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk"))

RECEIPTS = {
    "en": letter(
        "Fenwick Fasteners <no-reply@fenwickfasteners.example>",
        "Your receipt for order FF-20418",
        """Thank you for your order, Ailsa.

Order FF-20418, 13 May 2024

  4 x M8 x 40 A4 hex bolts, box of 50       62.40
  2 x M8 A4 penny washers, box of 100       31.00
  Delivery                                   6.95
  VAT 20 %                                  20.07
  Total                                GBP 120.42

Paid with Visa ending 4410. We will write again when the parcel leaves our warehouse.

Fenwick Fasteners Ltd, Unit 6, Wharf Road, Sheffield. VAT no. GB 118 2204 19
""",
        headers=(*AUTOMATIC, *listed("fenwickfasteners.example", "orders")[1:4]),
    ),
    "de": letter(
        "Getriebe Hallmann Onlineshop <bestellung@getriebe-hallmann.example>",
        "Zahlungseingang zu Ihrer Bestellung 88127",
        """Guten Tag Ailsa Drummond,

Ihre Zahlung über 214,90 EUR ist heute bei uns eingegangen, vielen Dank.

Bestellung 88127 vom 10.05.2024
  2 x Zahnriemen HTD 5M, 1500 mm        118,40
  1 x Zahnscheibe 5M, 32 Zähne           62,19
  Versand nach Großbritannien            34,31
  Summe                             EUR 214,90

Die Ware verlässt unser Lager voraussichtlich am 15.05.2024. Die Rechnung liegt dem Paket bei.

Getriebe Hallmann GmbH, Industriestraße 14, 58706 Menden
Amtsgericht Arnsberg HRB 4471
""",
    ),
    "fr": letter(
        "Cargo Express <ne-pas-repondre@cargo-express.example>",
        "Votre facture du 12 mai 2024",
        """Bonjour Madame Drummond,

Nous avons bien reçu votre règlement de 486,00 € par carte bancaire (n° d'opération 5520173). Merci.

Expédition Glasgow - Lyon, 1 palette, 186 kg
Facture F-2024-05-1190, à télécharger dans votre espace client pendant douze mois.

Ceci est un message automatique, merci de ne pas y répondre.

Cargo Express, 14 quai du Commerce, 69009 Lyon
""",
        headers=(*AUTOMATIC, *listed("cargo-express.example", "factures")[1:4]),
    ),
    "es": letter(
        "Hotel Mirador del Teide <reservas@miradordelteide.example>",
        "Recibo de su estancia, reserva 70332",
        """Estimada Sra. Drummond:

le enviamos el recibo de su estancia del 6 al 9 de mayo.

  3 noches, habitación individual con desayuno     237,00 EUR
  Tasa turística                                      6,00 EUR
  Pagado con tarjeta terminada en 4410              243,00 EUR

Esperamos que las noches en el observatorio fueran buenas. Si necesita la factura a nombre de la empresa, indíquenos el NIF
respondiendo a este mensaje.

Recepción
Hotel Mirador del Teide, La Orotava
""",
    ),
    "pt": letter(
        "Congresso Ibérico de Astronomia <nao-responda@inscricoes-cia.example>",
        "Recibo da sua inscrição n.º 0417",
        """Cara Ailsa Drummond,

Confirmamos o pagamento da sua inscrição no Congresso Ibérico de Astronomia (Évora, 20 a 22 de junho).

  Inscrição normal        120,00 EUR
  Jantar do congresso      35,00 EUR
  Total pago              155,00 EUR
  Data do pagamento       13-05-2024, por transferência

Apresente este recibo à entrada para levantar o seu crachá.

O secretariado
""",
        headers=(*AUTOMATIC, *listed("inscricoes-cia.example", "recibos")[1:4]),
    ),
    "it": letter(
        "Motori Passo Brianza <ordini@motoripasso.example>",
        "Ricevuta di pagamento, ordine 2024/391",
        """Gentile Ailsa Drummond,

abbiamo ricevuto il bonifico di 1.026,00 EUR per l'ordine 2024/391 del 2 maggio.

  6 motori passo-passo NEMA 34, 8,5 Nm        894,00
  6 cavi schermati, 3 m                        72,00
  Trasporto                                     60,00

Il materiale parte giovedì con il corriere; il numero di spedizione le arriverà via e-mail. La fattura elettronica è in allegato.

Ufficio ordini
Motori Passo Brianza srl, Lissone (MB)
""",
    ),
    "nl": letter(
        "Veerdienst Noordzee <noreply@veerdienstnoordzee.example>",
        "Betaling ontvangen voor boeking NZ44870",
        """Beste mevrouw Drummond,

Wij hebben uw betaling van € 318,50 ontvangen. Uw boeking is definitief.

Boekingsnummer: NZ44870
Newcastle - IJmuiden, 3 juni 2024, 17.00 uur
1 bestelbus tot 6 meter, 1 bestuurder, hut binnenzijde

Uw instapkaart staat vanaf 48 uur voor vertrek klaar onder 'Mijn boeking'.

Veerdienst Noordzee B.V., Sluisplein, IJmuiden
""",
        headers=(*AUTOMATIC, *listed("veerdienstnoordzee.example", "boekingen")[1:4]),
    ),
    "pl": letter(
        "Sklep Szkłowłókno <sklep@szklowlokno.example>",
        "Potwierdzenie płatności, zamówienie 15902",
        """Dzień dobry,

dziękujemy, płatność za zamówienie nr 15902 została zaksięgowana.

  Tkanina szklana 300 g/m2, rolka 100 m     1 480,00 zł
  Mata 450 g/m2, rolka 60 kg                   930,00 zł
  Dostawa do Wielkiej Brytanii                  410,00 zł
  Razem                                       2 820,00 zł

Przesyłkę nadamy w piątek, numer listu przewozowego wyślemy osobno. Faktura w załączniku.

Sklep Szkłowłókno, ul. Portowa 3, Gdynia
""",
    ),
}

# ---------------------------------------------------------------- prospects

PROSPECTS = {
    "en": letter(
        "Colin Abara <c.abara@stmarysbristol.example>",
        "3 m dome for a school roof",
        """Hello,

I teach physics at St Mary's in Bristol. Our parents' association has raised some money and we would like to put a 3 metre dome on
the flat roof of the science block. What would one cost with the controller, delivered, and how long is the wait at present?

The roof takes 2 kN per square metre. Is that enough?

Many thanks
Colin Abara
""",
    ),
    "de": letter(
        "Friederike Oltmanns <oltmanns@sternfreunde-jade.example>",
        "Preis für eine 4,5-m-Kuppel",
        """Sehr geehrte Frau Drummond,

unser Verein möchte die alte Schiebedachhütte in Wilhelmshaven durch eine Kuppel ersetzen. Was kostet Ihre Kuppel mit 4,5 Metern samt
Spaltantrieb, frei Haus, und können Sie bis Ende September liefern? Wir bauen den Sockel selbst und brauchten dafür vorab die Maße
des Laufrings.

Mit freundlichen Grüßen
Friederike Oltmanns
Sternfreunde Jade e. V., Kassenwartin
""",
    ),
    "fr": letter(
        "Bastien Roche <bastien.roche@lycee-ampere.example>",
        "Coupole pour notre lycée",
        """Bonjour,

Je suis professeur de physique au lycée Ampère. Nous avons obtenu une subvention de la région pour installer une petite coupole, de
2,2 mètres je pense. Pourriez-vous m'indiquer votre prix avec la livraison à Valence, et me dire si le montage peut se faire avec des
élèves ?

Il nous faudrait un document chiffré avant le 30 mai pour le conseil d'administration.

Bien cordialement,
Bastien Roche
""",
    ),
    "es": letter(
        "Lucía Barreiro <lbarreiro@observatoriomontouto.example>",
        "Precio de la cúpula de 3 metros",
        """Buenos días:

vimos una de sus cúpulas en Santiago y queremos una igual para el observatorio municipal. ¿Cuánto cuesta la de 3 metros con la
motorización, y cuánto sería el transporte hasta Lugo? Aquí nieva algunos días al año; ¿aguanta la compuerta?

Si nos pasa el precio esta semana, entra en el presupuesto de este año.

Un saludo,
Lucía Barreiro
""",
    ),
    "pt": letter(
        "Henrique Sotto Mayor <hsm@quintadoceu.example>",
        "Pedido de preço, cúpula 2,2 m",
        """Boa tarde,

Tenho uma casa de turismo rural no Alqueva e quero pôr lá uma cúpula pequena para os hóspedes. Quanto custa a de 2,2 metros, posta em
Monsaraz, e que base tenho de preparar? O telescópio é um Schmidt-Cassegrain de 11 polegadas.

Se houver um representante em Portugal, agradeço o contacto.

Obrigado,
Henrique Sotto Mayor
""",
    ),
    "it": letter(
        "Chiara Donadel <chiara.donadel@unibellunese.example>",
        "Richiesta di preventivo per una cupola",
        """Buongiorno,

il nostro dipartimento deve sostituire la cupola della stazione di Cima Ekar, diametro 4,5 m. Vorremmo un preventivo con smontaggio
della vecchia, e sapere se il vostro controllo si può collegare al nostro software che parla INDI.

La gara scade il 14 giugno; ci serve anche la dichiarazione sui materiali.

Cordiali saluti
Chiara Donadel
""",
    ),
    "nl": letter(
        "Sjoerd Veenstra <sjoerd.veenstra@veenstra-assen.example>",
        "Prijs koepel 3 meter",
        """Goedemiddag,

Ik ben amateurastronoom in Drenthe en zoek een koepel van 3 meter voor in de tuin. Wat kost die bij u, inclusief vervoer naar Assen?
En heeft u er nog een staan die ik ergens kan bekijken voordat ik beslis?

Met vriendelijke groet,
Sjoerd Veenstra
""",
    ),
    "pl": letter(
        "Bogumiła Szczęsna <b.szczesna@liceumkrosno.example>",
        "Pytanie o cenę kopuły 2,2 m",
        """Dzień dobry,

jestem nauczycielką fizyki w liceum w Krośnie. Chcielibyśmy kupić kopułę o średnicy 2,2 m dla szkolnego obserwatorium. Ile kosztuje
z dostawą do Polski i czy sterownik można podłączyć do zwykłego komputera? Pieniądze z grantu musimy wydać do końca roku.

Z poważaniem
Bogumiła Szczęsna
""",
    ),
}

# ---------------------------------------------------------------- introductions by a third party


def introduction(sender, other, subject, body):
    return letter(sender, subject, body, headers=(("Cc", other),))


INTRODUCTIONS = {
    "en": introduction(
        "Moira Keith <moira.keith@astro.strathmore.example>",
        "Jonah Pell <jonah@pellandsons.example>",
        "Introducing Jonah (boatbuilder with a big mould)",
        """Ailsa, meet Jonah. Jonah, Ailsa.

Jonah builds sailing dinghies in Anstruther and has a mould press standing idle over the winter. When he told me about it I thought
of your trouble with the 4.5 metre shells, so I promised to put you two in touch. I will leave you to it!

Moira
""",
    ),
    "de": introduction(
        "Ulrich Seebacher <u.seebacher@planetarium-graz.example>",
        "Tamara Ilic <tamara.ilic@optikdesign.example>",
        "Tamara Ilic – Ailsa Drummond",
        """Liebe Ailsa, liebe Tamara,

ihr solltet euch kennenlernen. Tamara hat bei uns die neue Projektion eingerichtet und sucht gerade eine kleine Kuppel, in der sie
ihre Kamera bei Wind testen kann; du, Ailsa, hast mir in Graz von dem leeren Prototyp in eurem Hof erzählt. Vielleicht passt das
zusammen. Alles Weitere unter euch!

Herzlich
Ulrich
""",
    ),
    "fr": introduction(
        "Solène Le Gall <solene.legall@observatoire-brest.example>",
        "Yann Kermarrec <yann@kermarrec-composites.example>",
        "Ailsa / Yann : mise en relation",
        """Bonjour à tous les deux,

Ailsa, voici Yann, dont je te parlais au congrès : il a réparé la coque de notre coupole après la tempête. Yann, Ailsa fabrique des
coupoles en Écosse et se demandait comment vous aviez évité les cloques sous le gelcoat. Je vous laisse poursuivre sans moi.

Amitiés,
Solène
""",
    ),
    "es": introduction(
        "Ramón Quiroga <rquiroga@iac-visitas.example>",
        "Nerea Etxeberria <nerea@planetariodonosti.example>",
        "Os presento: Ailsa y Nerea",
        """Hola a las dos:

Ailsa, te presento a Nerea, que dirige el planetario de Donosti. Nerea, Ailsa es quien hizo la cúpula que viste el otro día en La
Palma. Nerea quiere poner algo parecido en el tejado y le dije que lo mejor era hablar contigo directamente. Os dejo en contacto.

Un abrazo,
Ramón
""",
    ),
    "pt": introduction(
        "Teresa Falcão <teresa.falcao@planetario-porto.example>",
        "Duarte Meneses <duarte@menesesfibras.example>",
        "Apresentação: Duarte e Ailsa",
        """Olá Ailsa, olá Duarte,

Conforme prometido, apresento-vos. O Duarte tem em Aveiro uma oficina de fibra de vidro e fez-nos a cobertura do planetário; a Ailsa
procura há meses quem lhe repare uma cúpula no Alentejo. Acho que se podem ajudar. Deixo-vos à conversa.

Beijinhos,
Teresa
""",
    ),
    "it": introduction(
        "Gianluca Perin <g.perin@oapd-museo.example>",
        "Marta Zanella <m.zanella@liceogalilei.example>",
        "Ailsa, ti presento Marta",
        """Ciao Ailsa,

ti presento Marta Zanella, che insegna al liceo Galilei e mi ha chiesto chi costruisce ancora cupole piccole. Le ho fatto il tuo nome.
Marta, Ailsa è la persona di cui ti parlavo a cena: ha montato la nostra in due giorni. Vi lascio parlare tra voi.

A presto
Gianluca
""",
    ),
    "nl": introduction(
        "Annelies Kuiper <annelies@sonnenborgh-vrienden.example>",
        "Rik van Hoorn <rik@vanhoorntransport.example>",
        "Even voorstellen: Rik en Ailsa",
        """Dag Ailsa, dag Rik,

Ailsa, dit is Rik, de man die onze telescoop zonder kras over de trap heeft gekregen. Rik, Ailsa stuurt in juni een koepel naar Utrecht
en zocht iemand met een kraantje die de binnenstad kent. Ik dacht: breng die twee bij elkaar. Jullie komen er vast uit!

Groet,
Annelies
""",
    ),
    "pl": introduction(
        "Jacek Mrozowski <j.mrozowski@planetariumtorun.example>",
        "Danuta Piech <d.piech@oatu.example>",
        "Poznajcie się: Ailsa i Danuta",
        """Droga Ailso, droga Danuto,

obiecałem was ze sobą poznać. Danuta prowadzi pracownię czasu w Piwnicach i szuka kogoś, kto wymieni rolki pod starą kopułą. Ailsa
robi takie kopuły w Szkocji i w czerwcu będzie w Toruniu. Dalej już poradzicie sobie beze mnie.

Pozdrawiam serdecznie
Jacek
""",
    ),
}

KINDS = {
    "newsletter": NEWSLETTERS,
    "receipt": RECEIPTS,
    "prospect": PROSPECTS,
    "introduction": INTRODUCTIONS,
}
MAIL = [
    pytest.param(message, id=f"{kind}-{language}")
    for kind, messages in KINDS.items()
    for language, message in messages.items()
]


@pytest.mark.parametrize("message", MAIL)
def test_mail_that_she_wants_stays_in_every_language(message):
    verdict = verdict_of(message)
    assert verdict.folder is None, shown(verdict)
