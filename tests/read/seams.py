"""One letter in eight languages, and what mail programs put around it when it is answered, forwarded or sent from a telephone."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letter:
    """A letter by role, and the lines that programs of its language write: each is one string, lines ended by \\n."""

    greeting: str
    body: str
    signature: str
    footer: str
    mobile: str
    divider: str
    header: str
    attributions: dict[str, str] = field(default_factory=dict)


LETTERS = {
    "en": Letter(
        "Hi Robin,",
        "the pump arrived yesterday and it leaks at the lower flange.\nCould somebody look at it this week?",
        "Best regards,\nAda Byron",
        "You receive this message because you bought from us. Unsubscribe here.",
        "Sent from my iPhone",
        "---------- Forwarded message ---------",
        "From: Robin Vale <robin@vale.example>\nSent: Monday, 6 May 2024 10:12\nTo: Ada Byron\nSubject: The pump",
        {
            "gmail": "On Mon, May 6, 2024 at 10:12 AM Robin Vale <robin@vale.example> wrote:",
            "gmail-wrapped": "On Mon, May 6, 2024 at 10:12 AM Robin Vale of the Vale Pump Company\n<robin@vale.example> wrote:",
            "apple": "On 6 May 2024, at 10:12, Robin Vale <robin@vale.example> wrote:",
            "thunderbird": "On 06/05/2024 10:12, Robin Vale wrote:",
            "yahoo": "On Monday, May 6, 2024, 10:12:44 AM GMT+2, Robin Vale <robin@vale.example> wrote:",
            "mutt": "* Robin Vale <robin@vale.example> [2024-05-06 10:12]:",
            "gnus": "Robin Vale <robin@vale.example> writes:",
        },
    ),
    "de": Letter(
        "Sehr geehrte Frau Vale,",
        "die Pumpe ist gestern gekommen und tropft am unteren Flansch.\nKann sich das diese Woche jemand ansehen?",
        "Mit freundlichen Grüßen\nAda Byron",
        "Sie möchten diese Nachrichten nicht mehr? Hier können Sie den Newsletter abbestellen.",
        "Von meinem iPhone gesendet",
        "---------- Weitergeleitete Nachricht ----------",
        "Von: Robin Vale <robin@vale.example>\nGesendet: Montag, 6. Mai 2024 10:12\nAn: Ada Byron\nBetreff: Die Pumpe",
        {
            "gmail": "Am Mo., 6. Mai 2024 um 10:12 Uhr schrieb Robin Vale <robin@vale.example>:",
            "gmail-wrapped": "Am Mo., 6. Mai 2024 um 10:12 Uhr schrieb Robin Vale von der Pumpenfabrik <\nrobin@vale.example>:",
            "apple": "Am 06.05.2024 um 10:12 schrieb Robin Vale <robin@vale.example>:",
            "thunderbird": "Am 06.05.24 um 10:12 schrieb Robin Vale:",
        },
    ),
    "fr": Letter(
        "Bonjour Madame,",
        "la pompe est arrivée hier et elle fuit à la bride inférieure.\nQuelqu'un peut-il passer cette semaine ?",
        "Cordialement,\nAda Byron",
        "Pour ne plus recevoir nos messages, vous pouvez vous désinscrire ici.",
        "Envoyé de mon iPhone",
        "---------- Message transféré ----------",
        "De : Robin Vale <robin@vale.example>\nEnvoyé : lundi 6 mai 2024 10:12\nÀ : Ada Byron\nObjet : La pompe",
        {
            "gmail": "Le lun. 6 mai 2024 à 10:12, Robin Vale <robin@vale.example> a écrit :",
            "apple": "Le 6 mai 2024 à 10:12, Robin Vale <robin@vale.example> a écrit :",
            "thunderbird": "Le 06/05/2024 à 10:12, Robin Vale a écrit :",
        },
    ),
    "es": Letter(
        "Estimada señora Vale:",
        "la bomba llegó ayer y pierde agua por la brida inferior.\n¿Puede venir alguien esta semana?",
        "Un saludo,\nAda Byron",
        "Si no quiere recibir más mensajes puede darse de baja aquí.",
        "Enviado desde mi iPhone",
        "---------- Mensaje reenviado ----------",
        "De: Robin Vale <robin@vale.example>\nEnviado el: lunes, 6 de mayo de 2024 10:12\nPara: Ada Byron\nAsunto: La bomba",
        {
            "gmail": "El lun, 6 may 2024 a las 10:12, Robin Vale (<robin@vale.example>) escribió:",
            "apple": "El 6 may 2024, a las 10:12, Robin Vale <robin@vale.example> escribió:",
            "thunderbird": "El 6/5/24 a las 10:12, Robin Vale escribió:",
        },
    ),
    "it": Letter(
        "Gentile signora Vale,",
        "la pompa è arrivata ieri e perde dalla flangia inferiore.\nQualcuno può passare questa settimana?",
        "Cordiali saluti\nAda Byron",
        "Ricevi questa newsletter come cliente. Annulla l'iscrizione.",
        "Inviato da iPhone",
        "---------- Messaggio inoltrato ----------",
        "Da: Robin Vale <robin@vale.example>\nInviato: lunedì 6 maggio 2024 10:12\nA: Ada Byron\nOggetto: La pompa",
        {
            "gmail": "Il giorno lun 6 mag 2024 alle ore 10:12 Robin Vale <robin@vale.example> ha scritto:",
            "apple": "Il giorno 6 mag 2024, alle ore 10:12, Robin Vale <robin@vale.example> ha scritto:",
            "thunderbird": "Il 06/05/2024 10:12, Robin Vale ha scritto:",
        },
    ),
    "pt": Letter(
        "Olá Robin,",
        "a bomba chegou ontem e pinga na flange inferior.\nAlguém pode passar esta semana?",
        "Com os melhores cumprimentos,\nAda Byron",
        "Caso queira, pode cancelar a inscrição a qualquer momento.",
        "Enviado do meu iPhone",
        "---------- Mensagem encaminhada ----------",
        "De: Robin Vale <robin@vale.example>\nEnviada em: segunda-feira, 6 de maio de 2024\nPara: Ada Byron\nAssunto: A bomba",
        {
            "gmail": "Em seg., 6 de mai. de 2024 às 10:12, Robin Vale <robin@vale.example> escreveu:",
            "apple": "Em 6 de mai. de 2024, à(s) 10:12, Robin Vale <robin@vale.example> escreveu:",
            "thunderbird": "Em 06/05/2024 10:12, Robin Vale escreveu:",
        },
    ),
    "nl": Letter(
        "Beste Robin,",
        "de pomp kwam gisteren aan en lekt bij de onderste flens.\nKan er deze week iemand kijken?",
        "Met vriendelijke groet,\nAda Byron",
        "Wilt u deze berichten niet meer ontvangen? U kunt zich hier uitschrijven.",
        "Verstuurd vanaf mijn iPhone",
        "---------- Doorgestuurd bericht ----------",
        "Van: Robin Vale <robin@vale.example>\nVerzonden: maandag 6 mei 2024 10:12\nAan: Ada Byron\nOnderwerp: De pomp",
        {
            "gmail": "Op ma 6 mei 2024 om 10:12 schreef Robin Vale <robin@vale.example>:",
            "apple": "Op 6 mei 2024, om 10:12 heeft Robin Vale <robin@vale.example> het volgende geschreven:",
            "thunderbird": "Op 06-05-2024 om 10:12 schreef Robin Vale:",
        },
    ),
    "pl": Letter(
        "Dzień dobry,",
        "pompa przyszła wczoraj i cieknie przy dolnym kołnierzu.\nCzy ktoś może to obejrzeć w tym tygodniu?",
        "Z poważaniem\nAda Byron",
        "Aby nie dostawać tych wiadomości, możesz się wypisać tutaj.",
        "Wysłane z iPhone'a",
        "---------- Wiadomość przekazana ----------",
        "Od: Robin Vale <robin@vale.example>\nWysłano: poniedziałek, 6 maja 2024 10:12\nDo: Ada Byron\nTemat: Pompa",
        {
            "gmail": "pon., 6 maj 2024 o 10:12 Robin Vale <robin@vale.example> napisał(a):",
            "apple": "Wiadomość napisana przez Robin Vale <robin@vale.example> w dniu 6 maj 2024, o godz. 10:12:",
            "thunderbird": "W dniu 6.05.2024 o 10:12, Robin Vale pisze:",
        },
    ),
}

QUOTE = "> Dear Ada,\n>\n> the pump left us on Friday.\n> Robin"
ORIGINAL = "Dear Ada,\n\nthe pump left us on Friday.\nRobin"
