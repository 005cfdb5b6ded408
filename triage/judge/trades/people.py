"""People: hired, lent, taught."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "franchises": Trade(
        "a franchise",
        common=False,
        words="""
            franchise; franchises; franchising; franchisee; franchisor; franchised; master licence; territories available;
            own your own territory; business opportunity in your area; franchisees; franchisors
            franchisepartner; franchisenehmer; franchisegeber; franchisesystem; franchisekonzept; lizenzpartner gesucht;
            franchisepartnern; franchisenehmern; franchisegebern
            franchisé; franchiseur; franchisés; franchiseurs; franchisée; franchisées
            franquicia; franquiciado; franquiciador; franquicias; franquiciados; franquiciadora; franquiciadores
            franquia; franqueado; franqueador; franchisado; franquias; franqueados; franqueadora; franchisados; franqueadores
            affiliazione commerciale
            franchisenemer; franchisegever; franchiseformule; franchiseondernemer; franchisenemers; franchisegevers;
            franchiseformules; franchiseondernemers
            franczyza; franczyzowa; franczyzobiorca; franczyzodawca; franczyzy; franczyzowe; franczyzobiorcy; franczyzodawcy""",
    ),
    "recruiting": Trade(
        "recruiting",
        common=True,
        words="""
            recruitment agency; recruiter; headhunter; headhunting; recruiting agency; executive search; talent acquisition;
            strong candidate; placement fee; contingency fee; immediately available; job board; job advert; interim manager
            personalvermittlung; personalberatung; personalberater; personalvermittler; fachkräftevermittlung; jobbörse;
            personalsuche
            recruteur; candidats qualifiés; vos recrutements; site d'emploi; cabinet de recrutement; chasseur de têtes;
            recrutement de profils
            reclutamiento; cazatalentos; candidatos cualificados; sus vacantes; selección de personal; agencia de empleo;
            consultora de selección
            recrutamento; recrutador; candidatos qualificados; caça talentos; suas vagas; agência de emprego; portal de emprego
            candidati qualificati; head hunting; ricerca e selezione; selezione del personale; società di selezione;
            cacciatori di teste
            wervingsbureau; recruitmentbureau; vacaturesite; recruitment bureau; geschikte kandidaten; vacature plaatsen
            rekruter; headhunterzy; rekrutacja pracowników; agencja rekrutacyjna; pozyskiwanie pracowników; portal pracy""",
    ),
    "staffing": Trade(
        "temporary staff",
        common=True,
        words="""
            staffing agency; temp agency; temporary staff; agency workers; temp staff; manpower supply; seasonal workers;
            labour hire; workers from; skilled labour; welders and fitters; staffing agencies; temporary workers; manpower agency
            zeitarbeit; zeitarbeitsfirma; leiharbeiter; personaldienstleister; arbeitnehmerüberlassung; personalleasing;
            aushilfskräfte
            intérim; intérimaire; agence d'intérim; travail temporaire; travailleurs détachés; personnel temporaire; main d'œuvre
            temporeros; trabajo temporal; personal temporal; trabajadores temporales; cesión de personal; mano de obra cualificada;
            trabajadores extranjeros
            trabalho temporário; trabalhadores temporários; trabalhadores sazonais; cedência de pessoal; mão de obra estrangeira;
            mão de obra temporária; mão de obra qualificada
            lavoro interinale; lavoratori interinali; personale interinale; manodopera qualificata; agenzia interinale;
            somministrazione di lavoro
            uitzendbureau; uitzendkracht; uitzendwerk; detachering; arbeidsmigranten; flexkrachten
            praca tymczasowa; pracownicy tymczasowi; agencja pracy; leasing pracowniczy; outsourcing personelu;
            pracowników z ukrainy""",
    ),
    "offshore-development": Trade(
        "offshore development",
        common=False,
        words="""
            offshore development; staff augmentation; nearshore; nearshoring; team augmentation; dedicated developers;
            hire developers; hire remote; outsourcing company; outsourced software; it outsourcing; software outsourcing;
            extended team; body leasing
            entwicklerteam; softwareentwickler aus; offshore entwicklung; remote entwickler; entwicklungsteam in;
            entwickler aus der; entwicklerteams
            développeurs offshore; régie informatique; équipe dédiée; externalisation informatique; centre de développement;
            externaliser vos développements; développeurs dédiés
            desarrolladores remotos; equipo dedicado; desarrollo offshore; programadores remotos; externalización de desarrollo;
            externalizar el desarrollo; desarrolladores dedicados
            desenvolvedores remotos; squad dedicado; equipa dedicada; outsourcing de ti; alocação de profissionais;
            desenvolvedores dedicados; programadores dedicados
            sviluppatori remoti; team dedicato; outsourcing informatico; programmatori remoti; sviluppo in outsourcing;
            team di sviluppo dedicato
            developers uit; ontwikkelaars uit; remote ontwikkelaars; softwareontwikkelaars uit; offshore ontwikkeling;
            dedicated ontwikkelteam
            zespół programistów; programistów na; outsourcing it; software house; wynajem programistów; zespół deweloperów""",
    ),
    "custom-software": Trade(
        "software made to order",
        common=True,
        words="""
            custom software; bespoke software; software development company; api development; mvp development; legacy modernization;
            technology partner; qa testing services; python development services; build your mvp; product development partner;
            software engineering services; software testing services; software development services
            individualsoftware; softwarehaus; softwareschmiede; softwareagentur; individuelle softwareentwicklung;
            massgeschneiderte software; softwareentwicklung nach mass
            esn; développement sur mesure; logiciels métier; logiciel sur mesure; application sur mesure; agence de développement;
            développement logiciel
            consultora tecnológica; desarrollo de software; software a medida; fábrica de software; aplicaciones a medida
            software sob medida; desenvolvimento de software; sistemas sob medida; software à medida; desenvolvimento de sistemas;
            software personalizado; desenvolvimento de softwares
            sviluppo software; software personalizzati; software su misura; software house italiana; applicativi su misura;
            sviluppo di software; sviluppo gestionali
            maatwerksoftware; softwarebedrijf; maatwerkapplicaties; maatwerk software; software op maat;
            softwareontwikkeling op maat
            oprogramowanie na zamówienie; dedykowane oprogramowanie; aplikacje dedykowane; tworzenie oprogramowania;
            systemy dedykowane; oprogramowanie dedykowane; dedykowane systemy""",
    ),
    "virtual-assistants": Trade(
        "virtual assistants",
        common=True,
        words="""
            virtual assistant; virtual assistants; bpo; va services; remote assistant; offshore assistant; admin support;
            filipino va; executive assistant service; back office support; business process outsourcing; outsource your admin;
            personal assistant for your; remote assistants
            fernassistenz; bürodienstleistung; datenerfassungsservice; virtuelle assistenz; datenerfassung als;
            bürodienstleistungen; virtuelle assistentin
            télésecrétaire; assistant virtuel; assistante indépendante; saisie de données; externalisation de back;
            assistant virtuelle; assistante freelance
            asistente virtual; asistencia virtual; entrada de datos; grabación de datos; externalización de procesos;
            asistente virtuales; asistentes virtual
            assistente virtual; assistência virtual; introdução de dados; digitação de dados; terceirização de processos;
            assistente virtuais; assistentes virtual
            assistente virtuale; inserimento dati; data entry; assistenza virtuale; segretaria a distanza; assistente virtuali
            gegevensinvoer; virtueel assistent; virtuele assistent; data invoer; online assistent; virtueel assistenten
            wirtualna asystentka; wprowadzanie danych; zdalna asystentka; outsourcing procesów; wirtualna asystentki;
            wirtualna asystent""",
    ),
    "coaching": Trade(
        "coaching",
        common=True,
        words="""
            coaching; executive coach; business coach; leadership coach; mindset coach; life coach; mastermind group; career coach;
            mentorship program; breakthrough session; strategy session; transformational program; mentoring program for;
            high performance coach
            führungskräftecoaching; businesscoach; coachingprogramm; unternehmercoaching; erfolgscoach; coachings; coachingangebot
            coach professionnel; mentorat pour; accompagnement de dirigeants; coach de vie; coach de dirigeants; coach certifié;
            coach certifiée
            mentoría; coach ejecutivo; mentor de negocios; coach de vida; coach empresarial; coach de negocios; coach certificado
            mentoria; coach executivo; mentor de negócios; mentorias; coach de negócios; coach de carreira
            mentore; coach aziendale; mental coach; percorso di crescita; coach professionista; coach certificato;
            coach certificata
            coachtraject; coachingstraject; loopbaancoach; leiderschapscoach; ondernemerscoach; mastermindgroep
            coachingu; coachingowy; program mentoringowy; mentoring dla; trener biznesu; rozwój osobisty""",
    ),
    "training": Trade(
        "courses and seminars",
        common=True,
        words="""
            training course; training courses; elearning; training seminar; staff training; employee training; team training;
            corporate training; course catalogue; training provider; continuing education; cpd points; language course; ceu credits
            weiterbildung; fortbildung; seminarprogramm; lernplattform; sprachkurs; vertriebstraining; verkaufstraining
            formation professionnelle; formez vos; sauveteur secouriste; cours d'anglais; places limitées; organisme de formation;
            catalogue de formation
            fundae; curso online; formación bonificada; máster en; capacitación empresarial; seminario de ventas;
            programa de formación
            formação profissional; treinamento corporativo; capacitação de; formação de; pós graduação em; workshop de vendas;
            curso de formação
            corso di formazione; formazione aziendale; crediti formativi; seminario di; percorso formativo; webinar gratuito
            cursus; bijscholing; nascholing; verkooptraining; trainingsaanbod; opleidingsinstituut
            szkolenia; szkoleniowa; kurs online; warsztaty dla; oferta szkoleń; studia podyplomowe""",
    ),
    "speakers": Trade(
        "speakers and team events",
        common=True,
        words="""
            teambuilding; keynote speaker; motivational speaker; speaker bureau; team building; team event; company retreat;
            corporate event; offsite planning; event agency; conference venue; incentive travel; mentalist for; escape room for
            keynotespeaker; redneragentur; teamevent; betriebsausflug; firmenevent; firmenfeier; eventagentur
            conférencier professionnel; conférencière professionnelle; séminaire d'entreprise; cohésion d'équipe;
            agence événementielle; soirée d'entreprise; événement d'entreprise
            conferenciante motivacional; eventos corporativos; ponente motivacional; conferencista motivacional;
            organización de eventos; cena de empresa; conferenciante motivacionales
            palestrante motivacional; palestras motivacionais; palestra motivacional; organização de eventos; jantar de natal;
            festa de natal da empresa; palestrante motivacionais
            relatore motivazionale; speaker motivazionale; eventi aziendali; organizzazione di eventi; cena aziendale;
            convention aziendale
            dagvoorzitter; teamuitje; bedrijfsuitje; bedrijfsfeest; personeelsfeest; teambuildingsactiviteit
            impreza integracyjna; eventy firmowe; wyjazd integracyjny; organizacja eventów; mówca motywacyjny;
            integracja pracowników""",
    ),
    "hr-software": Trade(
        "software for personnel",
        common=True,
        words="""
            hr software; hris; employee engagement platform; rota software; attendance system; biometric attendance;
            background check; psychometric test; talent management; absence management; applicant tracking system;
            time tracking software; time and attendance; performance management software
            personalsoftware; zeiterfassung; dienstplan; bewerbermanagement; mitarbeiterapp; mitarbeiterbefragung; schichtplanung
            sirh; pointeuse; badgeuse; logiciel rh; entretiens annuels; gestion des temps; planning des équipes
            control horario; fichaje de empleados; registro horario; software de recursos humanos; portal del empleado;
            gestión de turnos; plataforma de rrhh
            ponto eletrônico; software de rh; controlo de assiduidade; controle de ponto; relógio de ponto; gestão de férias;
            plataforma de rh
            timbracartellino; timbrature; software hr; rilevazione presenze; gestione presenze; portale del dipendente
            personeelssoftware; urenregistratie; tijdregistratie; roostersoftware; personeelsplanning; medewerkersonderzoek
            system hr; oprogramowanie hr; grafiki pracy; planowanie grafików; platforma hr; badania psychometryczne""",
    ),
    "work-visas": Trade(
        "visas and immigration",
        common=False,
        words="""
            immigration lawyer; visa services; work visa; sponsor licence; relocation service; green card lottery;
            skilled worker visa; immigration services; visa assistance; work visas; relocation services; green card application;
            immigration consultant; visa consultant; relocation agency; immigration consultants
            visumservice; arbeitsvisum; einwanderungsberatung; arbeitserlaubnis für; blaue karte
            services d'immigration; cabinet d'immigration; carte verte; permis de travail; visa de travail; immigration au canada
            tarjeta verde; visados de trabajo; abogado de extranjería; permiso de trabajo; servicios de inmigración;
            visa de trabajo; abogado de inmigración
            visto de trabalho; serviços de imigração; assessoria de imigração; green card para; autorização de residência para;
            visto de residência para; vistos de trabalho
            consulenza immigrazione; carta verde; permesso di lavoro; visti di lavoro; servizi di relocation
            werkvergunning; kennismigrant; relocatiedienst; visumdienst; verblijfsvergunning voor; immigratiedienst voor;
            werkvergunningen
            legalizacja pobytu; wiza pracownicza; zielona karta; usługi imigracyjne; zezwolenie na pracę; legalizacja pracy;
            wiza do pracy""",
    ),
    "consulting": Trade(
        "management consulting",
        common=True,
        words="""
            management consulting; business consulting; strategy consulting; lean consulting; digital transformation;
            expense reduction; procurement consulting; export consultant; export consulting; turnaround consulting;
            pricing consultant; consulting firm; spend analysis; process improvement consulting
            unternehmensberatung; unternehmensberater; prozessoptimierung; kostenoptimierung; kostensenkung;
            digitalisierungsberatung; managementberatung
            transformation digitale; consultant en stratégie; cabinet de conseil; conseil en stratégie; réduction de vos coûts;
            optimisation de vos coûts; conseil aux entreprises
            consultoría estratégica; consultor empresarial; transformación digital; reducción de costes; reducción de costos;
            optimización de costes; consultoría empresarial
            consultoria empresarial; transformação digital; redução de custos; otimização de processos; consultoria estratégica;
            consultor de gestão; consultoria de gestão
            consulenza aziendale; riduzione dei costi; consulente aziendale; temporary manager; trasformazione digitale;
            ottimizzazione dei processi
            organisatieadvies; bedrijfsadvies; bedrijfsadviseur; kostenreductie; procesoptimalisatie; exportadvies
            konsulting; doradztwo biznesowe; optymalizacja kosztów; redukcja kosztów; firma doradcza; transformacja cyfrowa""",
    ),
    "legal-services": Trade(
        "legal services",
        common=True,
        words="""
            trademark registration; legal services; lawyer directory; legal leads; attorney directory; patent filing;
            brand registration; ip protection; e discovery; trademark register; law firm marketing; contract review service;
            protect your brand; case management software
            anwaltsverzeichnis; markenanmeldung; markenregister; markenschutz; markeneintragung; patentanwalt; markenüberwachung
            conseil juridique; services juridiques; annuaire d'avocats; propriété industrielle; dépôt de marque;
            cabinet d'avocats spécialisé; protection juridique de votre marque
            servicios jurídicos; asesoría jurídica; software jurídico; registro de marca; protección de marca; renovación de marca;
            directorio de abogados
            serviços jurídicos; assessoria jurídica; consultoria jurídica; registo de marca; proteção de marca; registo de marcas;
            proteção de marcas
            registrazione marchio; consulenza legale; servizi legali; deposito marchio; recupero danni; tutela del marchio
            merkregistratie; merkenregister; merkbescherming; merkenbureau; octrooibureau; octrooiaanvraag
            rejestracja znaku; znak towarowy; rzecznik patentowy; usługi prawne; obsługa prawna; kancelaria prawna""",
    ),
}
