"""Leisure, home and school."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "travel": Trade(
        "travel",
        common=False,
        words="""
            holiday packages; cruise; safaris; pilgrimage; holiday package; travel agency; tour operator; free vacation;
            business travel; cheap flights; discount flights; boat charter; holiday rental; ski holiday
            kreuzfahrt; pauschalreise; reisebüro; reiseangebot; urlaubsangebot; gruppenreise; geschäftsreisen
            croisière; autocariste; séjour tout; voyage organisé; location de bateau; tour opérateur; agence de voyage
            crucero; turoperador; paquete turístico; vacaciones gratis; alquiler vacacional; viaje de empresa; vuelos baratos
            cruzeiro; pacote turístico; viagem grátis; viagens corporativas; operador turístico; voos baratos; agência de viagem
            crociera; agenzia di viaggi; pacchetto turistico; viaggio organizzato; noleggio barche; case vacanza
            reisbureau; groepsreis; groepsreizen; zakenreizen; vakantiepakket; bootverhuur
            wczasy; rejs wycieczkowy; biuro podróży; wycieczki objazdowe; czarter jachtów; voucher turystyczny""",
    ),
    "time-share": Trade(
        "time-share",
        common=False,
        words="""
            time share; time shares; timeshare; vacation ownership; holiday ownership; resort points; fractional ownership;
            week resort; timeshares; vacation club membership; resort week; resort weeks; resort resale
            teilzeitwohnrecht; ferienwohnrecht; ferienclub; hapimag; urlaubsclub; teilzeitwohnrechte; ferienwohnrechte; ferienclubs
            multipropriété; temps partagé; vacances à temps; club de vacances privé
            multipropiedad; tiempo compartido; club vacacional; aprovechamiento por turno; club de vacaciones; semanas en resort
            multipropriedade; tempo compartilhado; férias partilhadas; clube de férias; cota de resort;
            direito de habitação periódica
            multiproprietà; club vacanze; proprietà turnaria; settimane in residence
            deeltijdeigendom; vakantieclub; timesharing; vakantiepunten; deeltijd eigendom
            timeshering; klub wakacyjny; współwłasność wakacyjna; apartament na tygodnie; wakacje na własność""",
    ),
    "hotel-portals": Trade(
        "booking portals and hotel marketing",
        common=False,
        words="""
            booking portal; hotel marketing; revenue management; direct bookings; more bookings; airbnb management; tourism portal;
            experiences marketplace; list your hotel; vacation rental management; tasting experiences platform;
            commission per booking; property listing portal; booking portals
            buchungsportal; hotelmarketing; direktbuchung; hotelportal; ferienwohnungsportal; gastgeberverzeichnis; hotelvertrieb
            réservations directes; marketing hôtelier; conciergerie airbnb; distribution hôtelière; annuaire d'hébergements;
            portail de réservation; plateforme de réservation
            reservas directas; marketing hotelero; más reservas; distribución hotelera; portal de reservas; plataforma de reservas;
            gestión de alquiler vacacional
            reservas diretas; marketing hoteleiro; mais reservas; gestão de alojamento
            disintermediazione; portale di prenotazione; prenotazioni dirette; marketing alberghiero; più prenotazioni;
            esperienze enoturistiche; guida turistica
            boekingsportal; boekingsplatform; boekingssite; reserveringsplatform; directe boekingen; meer boekingen;
            vakantiehuisverhuur platform
            portal rezerwacyjny; rezerwacje bezpośrednie; marketing hotelowy; więcej rezerwacji; obłożenie hotelu;
            platforma rezerwacyjna; zarządzanie najmem""",
    ),
    "audio-and-music": Trade(
        "audio equipment and music",
        common=False,
        words="""
            audio equipment; headphones; loudspeakers; voiceover; jingles; studio equipment; field recorder; mixing desk;
            sound equipment; recording studio; voice over; musical instruments; sound recorder; acoustic panels
            tontechnik; mikrofon; kopfhörer; studiotechnik; audiotechnik; tonstudio; lautsprecher
            sonorisation; matériel audio; microphone de studio; casques audio; studio d'enregistrement; voix off;
            enregistreur audio
            micrófono; auriculares; locutor; sonorización; grabadora; instrumentos musicales; hilo musical
            microfone; locução; sonorização; auscultadores; gravador; instrumentos musicais; música ambiente
            microfono; cuffie; doppiaggio; attrezzature audio; attrezzatura audio; speaker professionista
            audioapparatuur; microfoon; microfoons; koptelefoon; geluidsapparatuur; opnamestudio
            słuchawki; lektor; nagłośnienie; dyktafon; sprzęt audio; studio nagrań""",
    ),
    "books": Trade(
        "books and publishing",
        common=False,
        words="""
            publish your book; encyclopedia; self publish; book publishing; publishing house; vanity press; author services;
            film rights; technical books; bookstore display; manuscripts wanted; literary agent; ebook conversion;
            bestseller package
            buchverlag; buchmarketing; selbstverlag; manuskripte; druckkostenzuschuss; hörbuchproduktion; fachbücher
            autoédition; manuscrits; maison d'édition; compte d'auteur; livres techniques; livre audio; publier votre livre
            autoedición; autopublicación; manuscritos; audiolibros; coedición; editorial busca; marketing editorial
            autopublicação; audiolivro; livros técnicos; editora procura; serviços editoriais; publicar o seu livro;
            edição de autor
            autopubblicazione; manoscritto; audiolibro; casa editrice; libri tecnici; servizi editoriali
            boekpromotie; manuscripten; vakboeken; luisterboek; boekmarketing; tijdschriftabonnement
            rękopis; audiobook; wydać książkę; wydanie książki; wydawnictwo poszukuje; promocja książki""",
    ),
    "school-supplies": Trade(
        "teaching materials and school trips",
        common=False,
        words="""
            school supplies; smartboard; phonics; yearbook; teaching materials; interactive whiteboard; supply teacher;
            tutoring service; tutors for; student recruitment; stem kits; nursery furniture; graduation gowns; kids books
            lehrmittel; schulmöbel; klassenfahrt; schulbedarf; lernmaterial; nachhilfe; unterrichtsmaterial
            kermesse; matériel pédagogique; voyages scolaires; fournitures scolaires; mobilier scolaire; soutien scolaire;
            tableau interactif
            juguetes; material escolar; viajes escolares; mobiliario escolar; pizarra digital; clases particulares;
            excursiones escolares
            mobiliário escolar; quadro interativo; aulas particulares; lousa digital; manuais escolares;
            atividades extracurriculares; viagens de finalistas
            materiale didattico; gite scolastiche; viaggi d'istruzione; arredi scolastici; lavagna interattiva; campi estivi
            lesmateriaal; schoolreis; schoolreizen; schoolmeubilair; leermiddelen; digibord
            korepetycje; podręczniki; pomoce dydaktyczne; wycieczki szkolne; meble szkolne; tablice interaktywne""",
    ),
    "home-and-gifts": Trade(
        "things for home and shop",
        common=False,
        words="""
            interior design; giftware; mattress; handicrafts; kitchenware; cookware; vape; vapes; hookah; fireworks; home decor;
            furniture manufacturer; jewelry manufacturer; household goods
            wohnaccessoires; möbelhersteller; gartenmöbel; matratze; geschenkartikel; haushaltswaren; kerzen
            matelas; bougies; antiquités; décoration d'intérieur; articles cadeaux; mobilier de jardin; bijoux fantaisie
            colchones; joyería; bisutería; interiorismo; interiorista; decoración del hogar; velas aromáticas
            colchões; joalharia; joias; bijuteria; artesanato; móveis planejados; cigarros eletrônicos
            materasso; gioielli; bigiotteria; casalinghi; bomboniere; oggettistica
            woonaccessoires; meubelfabrikant; tuinmeubelen; matrassen; sieraden; cadeauartikelen
            materace; biżuteria; świece; rękodzieło; dekoracje do domu; meble ogrodowe""",
    ),
}
