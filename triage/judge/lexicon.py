"""Phrases that carry a meaning, by the code of the signal they speak for, in the languages of docs/glossary.md.

Each phrase is a run of words as `words()` makes them. They are found by their first two words, so that the number of phrases
costs nothing per message. Wording is ours; a phrase earns its place by saying one thing in most mail that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

PHRASES: dict[str, str] = {
    "homework-claim": """
        reviewed your profile; viewed your profile; saw your profile; came across your; stumbled upon your; stumbled across your
        visited your website; visited your site; was on your website; was on your site; looking at your website; looked at your website
        checked out your; checking out your; went through your website; going through your website; went through your site
        reading your blog; reading your post; read your post; read your article; loved your; love your; enjoyed your; really liked your
        impressed by your; impressed with your; been following your; following your work; following your company; studied your
        researching your; researched your; did some research; done some research; my research on; noticed your company; noticed you are
        noticed that you; saw that you; saw you are; i noticed you; found your website; found your site; found your contact
        found your company; found your details; found your email; big fan of your; caught my eye; caught my attention
        habe ihr profil; ihr profil gesehen; auf ihre website; auf ihre webseite; auf ihrer website; auf ihrer webseite; ihre homepage
        auf ihr unternehmen; auf sie aufmerksam; ihren beitrag; ihren artikel; ihren auftritt
        votre profil; visité votre site; consulté votre site; découvert votre; parcouru votre; suis tombé sur votre; suis tombée sur votre; lu votre article
        su perfil; tu perfil; visitado su; visitado tu; visto su web; visto tu web; he visto tu; he visto que; leído tu; encontré tu; encontré su; siguiendo tu
        vi o seu; vi que; visitei o seu; visitei o site; encontrei o seu; encontrei a sua; acompanho o seu; li o seu
        visitato il suo; visitato il vostro; visto il suo; visto il vostro; ho visto che; ho letto il; il suo profilo; imbattuto
        uw website bekeken; je website bekeken; uw profiel; je profiel; kwam uw; kwam je; kwam jullie; zag dat; las je
        państwa stronę; pana profil; pani profil; państwa firmę; odwiedziłem; trafiłem na; natrafiłem na; przeczytałem""",
    "asks-for-meeting": """
        quick call; short call; brief call; a call this week; a call next week; book a call; book a time; book a demo; book a slot; book a meeting
        schedule a call; schedule a time; schedule a meeting; schedule a demo; jump on a call; hop on a call; get on a call; set up a call; arrange a call
        15 minutes; fifteen minutes; 10 minutes; ten minutes; 20 minutes; 30 minutes; 15 min; 20 min; 10 min; 30 min; 15 minute; 20 minute; 30 minute; 10 minute
        open to a chat; open to a quick; open to chatting; open to a conversation; worth a chat; worth a conversation; worth a quick; worth exploring; quick chat
        a time that works; time works for you; works best for you; your availability; are you available; are you free; free for a; pick a time; grab a time; on my calendar; my calendar
        would you be open; would you be interested; would it make sense; does it make sense; are you the right person; who is the right person; right person to speak; person in charge
        kurzes gespräch; kurzes telefonat; kurzer austausch; minuten zeit; termin vereinbaren; termin buchen; wann passt; hätten sie interesse; sind sie der richtige; der richtige ansprechpartner
        un appel; quelques minutes; 15 minutes; un échange; un rendez vous; êtes vous disponible; seriez vous; bonne personne
        una llamada; 15 minutos; 10 minutos; 20 minutos; una reunión; te interesaría; le interesaría; tienes disponibilidad; persona indicada
        uma ligação; uma chamada; uma conversa; uma reunião; teria interesse; teria disponibilidade; pessoa certa
        una chiamata; una breve chiamata; 15 minuti; 20 minuti; una call; sarebbe interessato; le interesserebbe; un incontro
        kort gesprek; even bellen; kwartiertje; minuten de tijd; afspraak; zou je openstaan; de juiste persoon
        krótką rozmowę; krótka rozmowa; 15 minut; spotkanie; czy byliby państwo; czy byłby pan; czy byłaby pani; umówić się""",
    "offers-service": """
        we help; i help; we offer; i offer; we provide; we specialize; we specialise; we are a leading; a leading provider; a leading supplier; leading manufacturer; we are a team; we're a team
        our services; our service; our team of; our agency; our company; our clients; our products; our solution; our platform; we work with; i work with; we have worked with; we've helped; we have helped
        we build; we design; we develop; we manufacture; we supply; we can supply; we export; are a manufacturer; professional manufacturer; we sell; we are selling; wide range; competitive price; best price; good price; factory price; high quality
        companies like yours; businesses like yours; companies like you; firms like yours; practices like yours; organizations like yours
        wir bieten; wir helfen; wir unterstützen; wir sind spezialisiert; unser team; unsere dienstleistungen; unsere leistungen; wir liefern; wir produzieren; unser angebot; unternehmen wie
        nous proposons; nous aidons; nous accompagnons; nous sommes spécialisés; notre équipe; nos services; notre solution; nous offrons; notre agence; notre société
        ofrecemos; ayudamos a; nuestro equipo; nuestros servicios; nos especializamos; somos una agencia; somos una empresa; nuestra empresa; trabajamos con
        oferecemos; ajudamos; nossa equipe; nossa equipa; nossos serviços; somos uma agência; somos uma empresa; trabalhamos com
        offriamo; aiutiamo; il nostro team; i nostri servizi; siamo un'azienda; siamo specializzati; la nostra azienda; proponiamo
        wij bieden; wij helpen; we helpen; ons team; onze diensten; wij leveren; gespecialiseerd in; onze oplossing
        oferujemy; pomagamy; nasz zespół; nasze usługi; specjalizujemy się; jesteśmy firmą; nasza firma; zapewniamy; wspieramy firmy""",
    "promises-growth": """
        boost your; increase your; grow your; skyrocket your; improve your; double your; triple your; maximize your; more clients; more customers; more leads; qualified leads; new clients; new customers; lead generation; more traffic; drive traffic
        rank higher; first page of; page of google; search engine; search engines; seo; backlinks; link building; domain authority; guest post; sponsored post; link exchange; higher rankings; conversion rate; roi; revenue growth; pipeline; booked meetings
        save money; cut costs; reduce costs; save you; at a fraction; no upfront; pay only; risk free; guaranteed; money back
        mehr kunden; neue kunden; mehr umsatz; neukunden; kosten sparen; kosten senken; google ranking; sichtbarkeit; plus de clients; nouveaux clients; votre visibilité; référencement; chiffre d'affaires; réduire vos
        más clientes; nuevos clientes; más ventas; aumentar tus; aumentar sus; posicionamiento; ahorrar; mais clientes; novos clientes; mais vendas; aumentar as; aumentar suas
        più clienti; nuovi clienti; aumentare le; visibilità; risparmiare; meer klanten; nieuwe klanten; meer omzet; besparen; vindbaarheid; więcej klientów; nowych klientów; zwiększyć; pozycjonowanie; obniżyć koszty""",
    "sales-pressure": """
        act now; order now; buy now; call now; limited time; limited offer; special offer; special price; today only; last chance; don't miss; do not miss; sign up today; click here; click below; free trial; free consultation; free quote; no obligation; satisfaction guaranteed
        toll free; call toll; credit card; credit cards; as seen on; once in a lifetime; no cost; absolutely free; free gift; bonus; per week; per month; earn extra; extra income; home based; work from home; financial freedom; be your own boss
        this is not spam; one time mailing; to be removed; remove from; removed from; to opt out; unsubscribe from; reply remove; reply stop; subject remove; if you'd prefer not; if you don't want; not to hear from; reply no
        jetzt bestellen; nur heute; kostenlos und unverbindlich; unverbindlich; offre spéciale; sans engagement; dès maintenant; sin compromiso; oferta especial; por tiempo limitado; sem compromisso; oferta; senza impegno; offerta; vrijblijvend; aanbieding; bez zobowiązań; oferta specjalna""",
    "repeat-wording": """
        following up; follow up on; followed up; my previous email; my last email; my earlier email; my last message; my previous message; my last note; previous mail; my email below; email below; my earlier message; my earlier note; reached out; reaching out again
        floating this; float this; bumping this; bump this; bump up; circling back; circle back; checking in; checking back; touching base; touch base; in case you missed; in case my; in case this; did you get a chance; did you get my; did you receive; did you see; had a chance to
        haven't heard; have not heard; didn't hear; did not hear; no reply; not respond; not responded; no response; any thoughts; any update; any news on; still interested; one last; last time; last attempt; final email; close your file; closing your file; closing the loop; close the loop; top of your inbox; top of your mailbox; try again; trying again; resending; re sending; sending again; sending this again; once more
        noch einmal; nochmal; nochmals; erinnern; meine letzte; meine mail von; keine antwort; nichts gehört; rückmeldung; kurz nachfassen; nachfassen; nachhaken
        je me permets de revenir; je reviens vers; relance; sans réponse; pas eu de retour; mon dernier; mon précédent; mon message; je me permets de relancer
        mi correo anterior; mi mensaje anterior; no he recibido; no he tenido respuesta; seguimiento; te escribí; le escribí; vuelvo a; sin respuesta
        meu email anterior; meu e mail anterior; minha mensagem anterior; não tive retorno; não obtive; retomar; dar seguimento; voltando
        mia precedente; mia mail; non ho ricevuto; ricontattarla; le scrivo nuovamente; torno a; facendo seguito; in attesa di
        mijn vorige; mijn eerdere; nog niets gehoord; geen reactie; nogmaals; kom hier even op terug; opvolging
        moja poprzednia; mój poprzedni; nie otrzymałem; brak odpowiedzi; ponownie; przypomnieć; wracam do; nawiązuję do""",
    "qualifying-question": """
        what is your budget; what's your budget; how many employees; how many people; how do you currently; how are you currently; what are you using; what do you use; which tool; which software; who handles; who is responsible; who manages; what is your current; what's your current; are you currently; do you currently; biggest challenge; biggest challenges; annual revenue; decision maker; decision makers; current provider; current supplier
        wie viele mitarbeiter; wie hoch ist; wer ist bei ihnen; welche software; combien de; quel est votre; qui gère; qui s'occupe; cuántos empleados; quién se encarga; cuál es su; quantos funcionários; quem cuida; qual é o seu; quanti dipendenti; chi si occupa; hoeveel medewerkers; wie is verantwoordelijk; ilu pracowników; kto odpowiada; kto zajmuje""",
    "asks-headcount": """
        how many employees; how many people; how many staff; how big is your team; size of your team; your team size; your company size; how large is your; wie viele mitarbeiter; wie viele leute; wie gross ist ihr
        combien de salariés; combien d'employés; combien de personnes; combien de collaborateurs; cuántos empleados; cuántas personas; cuántos trabajadores; quantos funcionários; quantas pessoas; quantos colaboradores
        quanti dipendenti; quante persone; quanti collaboratori; hoeveel medewerkers; hoeveel mensen; hoe groot is uw; ilu pracowników; ile osób""",
    "asks-place": """
        where are you based; where are you located; where is your office; where are your offices; which city are you; what city are you; wo sitzen sie; wo ist ihr; wo befindet sich; où êtes vous; où se trouve; où sont vos
        dónde están; dónde se encuentran; en qué ciudad; onde ficam; onde estão; em que cidade; dove siete; dove si trova; in che città; waar zijn jullie; waar bent u; waar zit uw; gdzie państwo; gdzie znajduje""",
    "asks-age": """
        how long have you been in business; how long has your company; how long have you been; when were you founded; when did you start; when was your company; seit wann gibt es; wie lange gibt es; depuis quand
        depuis combien de temps; desde cuándo; cuántos años; há quanto tempo; desde quando; da quanto tempo; da quanti anni; hoe lang bestaat; sinds wanneer; od kiedy; jak długo""",
    "asks-trade": """
        what does your company do; what do you do; what does your business; which industry are you; what industry are you; what kind of business; what type of business; what services do you offer; what products do you
        was macht ihr unternehmen; was machen sie; in welcher branche; que fait votre; quel est votre secteur; dans quel secteur; que produisez vous; qué hace su; a qué se dedica; en qué sector; o que faz a sua; em que setor
        o que a sua empresa; di cosa si occupa; di che cosa vi occupate; in che settore; wat doet uw; wat doen jullie; in welke branche; czym się państwo; czym zajmuje się; w jakiej branży""",
    "asks-customers": """
        who are your customers; who are your clients; who is your ideal; who is your target; your ideal customer; your ideal client; your target audience; your target market; wer sind ihre kunden; welche kunden haben
        qui sont vos clients; votre clientèle cible; quiénes son sus clientes; quién es su cliente; quem são os seus clientes; qual é o seu público; chi sono i vostri clienti; wie zijn uw klanten; wie zijn jullie klanten
        kim są państwa klienci; jaka jest państwa grupa""",
    "scam-story": """
        next of kin; beneficiary; million dollars; million united states; million usd; million euros; million pounds; million us; of us dollars; inheritance; deceased; late client; late husband; late father; my late; died in; plane crash; bank manager; barrister; attorney to; diplomatic; consignment; fund transfer; transfer of funds; transfer the fund; transfer this money; the sum of; foreign account; your bank account; bank account details; foreign partner; business proposal; mutual benefit; strictly confidential; utmost confidence; utmost confidentiality; 100 risk; lottery; lotto; winning number; lucky winner; you have won; compensation fund; united nations; western union; money gram; atm card; claim your; contact the bank; god bless; dying; orphanage; charity work; widow; donation; investment fund; loan offer; same surname; same last name
        account will be; account has been; suspended; verify your account; confirm your account; confirm your identity; unusual activity; unusual sign; mailbox is full; mailbox quota; password expires; password will expire; validate your; update your payment; final notice; bitcoin; your webcam; recorded you; overdue invoice; outstanding invoice; customs fee; delivery fee; redelivery
        erbschaft; nachlass; verstorben; millionen; konto wird; gesperrt; bestätigen sie ihr; héritage; décédé; millions d'euros; votre compte; suspendu; herencia; fallecido; millones de; su cuenta; suspendida; herança; falecido; milhões; sua conta; eredità; deceduto; milioni di; suo conto; sospeso; erfenis; overleden; miljoen; uw rekening; geblokkeerd; spadek; zmarł; milionów; twoje konto; zablokowane""",
    "transaction": """
        your order; order number; order confirmation; order no; your receipt; receipt for; your payment; payment received; payment of; your invoice; invoice number; tracking number; has shipped; been shipped; out for delivery; been delivered; your booking; booking reference; your reservation; your appointment; appointment reminder; your statement; your bill; amount due; autopay; your subscription; your account ending; renewal date; verification code; security code; one time code; reset your password; confirm your email; sign in; signed in; your ticket; case number; ticket number; your prescription; your refund; refund of; your points; rewards; your membership; your plan; your trial; your card
        ihre bestellung; bestellnummer; auftragsbestätigung; rechnungsnummer; ihre rechnung; sendungsnummer; ihr termin; ihre buchung; ihr konto; bestätigungscode; votre commande; votre facture; numéro de suivi; votre rendez vous; votre réservation; code de vérification; votre abonnement; su pedido; tu pedido; número de pedido; su factura; tu factura; código de verificación; su reserva; sua compra; seu pedido; número do pedido; sua fatura; código de verificação; il suo ordine; il tuo ordine; numero d'ordine; la sua fattura; codice di verifica; uw bestelling; je bestelling; ordernummer; uw factuur; je factuur; verificatiecode; twoje zamówienie; numer zamówienia; faktura nr; kod weryfikacyjny; potwierdzenie""",
    "they-want-to-buy": """
        could you quote; can you quote; please quote; send me a quote; send us a quote; request for quotation; price list; how much would; how much do you; what would it cost; do you ship; do you deliver; we would like to order; i would like to order; i'd like to order; we'd like to order; i want to order; i bought; i ordered; we ordered; lead time; we need; we are looking for; we're looking for; i am looking for; i'm looking for; do you have; do you still; can you make; could you make; your prices; interested in buying; refund; my order; our order; arrived broken; invoice for
        können sie; bitte um angebot; um ein angebot; wir benötigen; wir brauchen; wir suchen; anfrage; lieferzeit; meine bestellung; pouvez vous; devis; nous cherchons; nous recherchons; ma commande; podrían; presupuesto; necesitamos; buscamos; mi pedido; poderiam; orçamento; precisamos; procuramos; potreste; preventivo; abbiamo bisogno; cerchiamo; il mio ordine; kunnen jullie; offerte; we zoeken; mijn bestelling; proszę o wycenę; zapytanie; potrzebujemy; szukamy; moje zamówienie""",
    "network-notice": """
        inmail; sent you a message; sent you a new message; sent you an invitation; just messaged you; messaged you; wants to connect; new message from; thanks for connecting; thank you for connecting; connection request
        hat ihnen eine nachricht; neue nachricht von; danke für die vernetzung; vous a envoyé un message; merci pour la connexion; te ha enviado un mensaje; gracias por conectar; enviou uma mensagem; obrigado por conectar
        ti ha inviato un messaggio; le ha inviato un messaggio; grazie per il collegamento; heeft je een bericht; heeft u een bericht; bedankt voor het connecten; wysłał wiadomość; wysłała wiadomość; dziękuję za przyjęcie""",
    "voicemail": """
        voicemail; voice mail; voice message; left you a message; left a message; transcript; transcription; anrufbeantworter; sprachnachricht; message vocal; buzón de voz; mensaje de voz; correio de voz; segreteria; messaggio vocale; poczta głosowa""",
    "gives-first": """
        no need to reply; no reply needed; no need to answer; no strings; nothing to buy; nothing to sell; yours to keep; feel free to use; help yourself; i fixed; i've fixed; i wrote a patch; pull request; i attached; attached is; attached you; i've attached; i have attached; i made; i ran; i measured; i tested; we measured; we tested; we ran; i compared; here is the; here are the; here's the; here's what; the numbers are; either way; whether or not you; even if you; free to use; a sample; two samples; sample kit
        im anhang; anbei; beigefügt; ob sie; kostenlos; en pièce jointe; ci joint; vous trouverez; adjunto; te adjunto; le adjunto; em anexo; segue em anexo; in allegato; allego; bijgevoegd; in de bijlage; w załączniku; załączam""",
    "refusal": """
        remove me; take me off; stop emailing; stop sending; stop contacting; not interested; no thank you; no thanks; do not contact; don't contact; unsubscribe me; kein interesse; keine weiteren; pas intéressé; ne m'écrivez; no me interesa; no estoy interesado; não tenho interesse; non sono interessato; non sono interessata; geen interesse; nie jestem zainteresowany; nie jestem zainteresowana""",
    "source-named": """
        case study; according to; source is; sources; the study; published in; field data; field trial; measured; measurements; benchmark; fallstudie; étude de cas; caso de estudio; estudo de caso; caso di studio; praktijkvoorbeeld; studium przypadku""",
}


class Phrases:
    """Phrases by the code that each speaks for, indexed by their first two words: their number costs nothing per message."""

    def __init__(self, blocks: Mapping[str, str]) -> None:
        by_first: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
        for code, block in blocks.items():
            for phrase in block.replace("\n", ";").split(";"):
                run = tuple(phrase.split())
                if run:
                    by_first.setdefault(run[0], {})[run[1:], code] = None
        self._by_first = {first: _by_second(rests) for first, rests in by_first.items()}

    def found(self, run: Sequence[str]) -> dict[str, list[str]]:
        """Return the phrases that occur in a run of words, by code, each once, as they are said; linear in the run."""
        found: dict[str, list[str]] = {}
        for at, by_second in enumerate(map(self._by_first.get, run)):
            if by_second is None:
                continue
            second = run[at + 1] if at + 1 < len(run) else ""
            for rest, code in by_second.get(second) or by_second[""]:
                if len(rest) <= 1 or tuple(run[at + 1 : at + 1 + len(rest)]) == rest:
                    phrases = found.setdefault(code, [])
                    phrase = " ".join((run[at], *rest))
                    if phrase not in phrases:
                        phrases.append(phrase)
        return found


_Rest: TypeAlias = tuple[tuple[str, ...], str]
"""What comes behind the first word of a phrase, and the code of the phrase."""


def _by_second(rests: Iterable[_Rest]) -> dict[str, list[_Rest]]:
    """Return what can follow a first word, by the second word; under the empty string what stands without any."""
    by_second: dict[str, list[_Rest]] = {"": []}
    for rest, code in rests:
        if rest:
            by_second.setdefault(rest[0], list(by_second[""])).append((rest, code))
        else:
            for each in by_second.values():
                each.append((rest, code))
    return by_second


_PHRASES = Phrases(PHRASES)


def spoken(run: Sequence[str]) -> dict[str, list[str]]:
    """Return the phrases that occur in a run of words, by the code that each speaks for; linear in the run."""
    return _PHRASES.found(run)
