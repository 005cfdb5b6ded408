"""Computing: machines, lines, programs and who looks after them."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "hosting": Trade(
        "web hosting",
        common=True,
        words="""
            web hosting; vps; website hosting; cheaper hosting; managed hosting; hosting plan; shared hosting; cloud hosting;
            dedicated server; wordpress hosting; ssl certificate; managed cloud; reseller hosting; unmetered bandwidth
            webhosting; webspace; serverhosting; hoster; hosting paket; dedizierte server; managed server
            hébergeur; hébergement web; serveur dédié; hébergeurs; hébergement mutualisé; serveur dédiés; hébergement de site
            alojamiento web; servidor dedicado; hosting web; alojamiento de páginas; servidor dedicados; hosting barato;
            alojamiento en la nube
            hospedagem de sites; alojamento web; hospedagem de site; alojamento de sites; hospedagem web; alojamento de websites;
            hospedagem gerenciada
            server dedicato; spazio web; hosting condiviso; server dedicati; hosting gestito; server virtuali
            hostingpakket; hostingpartij; hostingprovider; webruimte; hostingkosten; beheerde hosting
            hosting www; serwer dedykowany; hosting stron; serwer dedykowane; serwer dedykowanych; hosting dla""",
    ),
    "colocation": Trade(
        "colocation in data centres",
        common=False,
        words="""
            colocation; co location; rack space; half rack; full rack; quarter rack; cross connect; ip transit; server housing;
            cabinet space; data center space; rack units; cross connects; data center services; data center capacity;
            data centre space; data centre services; data centre capacity
            serverhousing; rechenzentrumsfläche; rackspace; höheneinheit; serverschrank mieten; rechenzentrumsflächen;
            höheneinheiten
            hébergement en baie; baie en datacenter; salle blanche informatique; espace en datacenter; baies en datacenter
            alojamiento de servidores; espacio en rack; centro de datos en
            alojamento de servidores; data center em; espaço em rack
            housing server; spazio rack
            serverruimte; rackruimte; colocatie; datacenterruimte; serverkast
            kolokacja; szafa rack; miejsce w serwerowni; kolokacji; szafy rack; kolokację; kolokacją""",
    ),
    "it-support": Trade(
        "support of computers",
        common=True,
        words="""
            it support; managed it; computer repair; outsourced it; network cabling; structured cabling; remote monitoring and;
            technical support outsourcing; microsoft 365 migration; office 365 migration; it services company;
            managed service provider; computer support; network support
            systemhaus; netzwerkbetreuung; netzwerkverkabelung; it dienstleister; edv betreuung; it infrastruktur;
            it dienstleistungen
            infogérance; maintenance informatique; prestataire informatique; support informatique; assistance informatique;
            parc informatique; dépannage informatique
            soporte informático; mantenimiento informático; servicios informáticos; servicios gestionados; outsourcing informático;
            cableado estructurado; soporte técnico informático
            suporte de ti; assistência informática; manutenção informática; serviços de ti; cabeamento estruturado;
            suporte informático; manutenção de computadores
            sistemisti; assistenza informatica; consulenza informatica; servizi informatici; manutenzione hardware;
            cablaggio strutturato
            systeembeheer; werkplekbeheer; computerhulp; netwerkbeheer; netwerkbekabeling; ict beheer
            obsługa informatyczna; wsparcie it; outsourcing informatyczny; usługi informatyczne; serwis komputerowy;
            opieka informatyczna""",
    ),
    "backup": Trade(
        "backup",
        common=True,
        words="""
            cloud backup; backup software; disaster recovery; ransomware protection; lto tape; cloud storage; data storage;
            data recovery service; business continuity plan; recover your data; cloud backups; backup service; lto tapes;
            data vault
            datensicherung; datenrettung; notfallwiederherstellung; datensicherungs; backup lösung; datensicherungen;
            backup lösungen
            sauvegarde en ligne; récupération de données; plan de reprise; sauvegarde externalisée; sauvegarde de données;
            sauvegarde de vos données; sauvegarde cloud
            copia de seguridad; recuperación de datos; respaldo de datos; almacenamiento en la nube; copias de seguridad;
            recuperación de desastres
            backup em nuvem; cópias de segurança; recuperação de dados; armazenamento em nuvem; backup na nuvem;
            recuperação de desastres; backup online
            backup in cloud; recupero dati; salvataggio dei dati; backup remoto; backup dei dati; backup cloud
            dataherstel; gegevensherstel; cloudback up; back up oplossing; online back up; back up dienst; back up in
            kopie zapasowe; odzyskiwanie danych; backup danych; archiwizacja danych; kopie zapasowa; backup w chmurze""",
    ),
    "security-testing": Trade(
        "security testing",
        common=True,
        words="""
            penetration testing; penetration test; pentest; cybersecurity; fuzzing; antivirus; siem; pen test;
            vulnerability assessment; security audit; cyber security; phishing simulation; endpoint protection; managed detection
            penetrationstest; sicherheitsaudit; schwachstellenanalyse; schwachstellenscan; cybersicherheit; sicherheitsüberprüfung;
            virenschutz
            cybersécurité; test d'intrusion; sécurité informatique; audit de sécurité; sensibilisation au phishing;
            scan de vulnérabilités; tests d'intrusion
            ciberseguridad; seguridad informática; hacking ético; prueba de penetración; auditoría de seguridad;
            análisis de vulnerabilidades; prueba de intrusión
            cibersegurança; segurança informática; teste de intrusão; auditoria de segurança; análise de vulnerabilidades;
            segurança da informação; teste de penetração
            cybersicurezza; sicurezza informatica; test di penetrazione; verifica delle vulnerabilità; audit di sicurezza;
            test di intrusione
            penetratietest; pentesten; beveiligingstest; beveiligingsscan; cyberbeveiliging; informatiebeveiliging
            cyberbezpieczeństwo; pentesty; pentestów; test penetracyjny; audyt bezpieczeństwa; bezpieczeństwo informatyczne""",
    ),
    "compliance": Trade(
        "help with standards and certificates",
        common=True,
        words="""
            soc2; soc 2; iso 27001; iso 9001; iso certification; hipaa compliance; gdpr compliance; compliance automation;
            ce marking; pci compliance; audit readiness; outsourced dpo; trust center; cookie banner
            datenschutzbeauftragte; barrierefreiheit; nis2; hinweisgebersystem; hinweisgeberschutz; lieferkettengesetz;
            zertifizierungsstelle
            conformité rgpd; dpo externe; certification iso; accessibilité numérique; document unique; audit rgpd; marquage ce
            lopd; certificación iso; cumplimiento normativo; canal de denuncias; accesibilidad web; consultoría iso; marcado ce
            lgpd; certificação iso; conformidade rgpd; marcação ce; acessibilidade digital; consultoria iso;
            encarregado de proteção
            whistleblowing; certificazione iso; adeguamento gdpr; consulenza privacy; dpo esterno; marcatura ce
            toegankelijkheidsverklaring; klokkenluidersregeling; iso certificering; avg compliance;
            functionaris gegevensbescherming; certificering iso
            sygnaliści; sygnalistów; certyfikat iso; certyfikacja iso; wdrożenie rodo; dokumentacja rodo""",
    ),
    "mobile-apps": Trade(
        "mobile apps",
        common=True,
        words="""
            mobile app; mobile apps; app development; mobile application; app developers; mobile developers; react native;
            flutter apps; game development; ios and android; apps for ios; app developer; mobile applications; mobile development
            appentwicklung; app entwicklung; eigene app; app idee; apps für ios; app entwickler; app agentur
            application mobile; votre appli; appli mobile; applis mobiles; application mobiles; applications mobile;
            développement mobile
            aplicación móvil; app móvil; apps móviles; desarrollo de apps; app para su; aplicación móviles; desarrollo de app
            aplicativo móvel; aplicação móvel; app própria; desenvolvimento de aplicativos; aplicativo móveis; aplicação móveis;
            desenvolvimento de aplicações
            app mobile; applicazione mobile; sviluppo app; sviluppo di applicazioni; app per ios; applicazione mobili
            appbouwer; appontwikkeling; app ontwikkelen; mobiele app; eigen app; app laten bouwen
            aplikacja mobilna; tworzenie aplikacji; programowanie aplikacji; projektowanie aplikacji; własna aplikacja;
            aplikacja na telefon""",
    ),
    "database-hosting": Trade(
        "hosting of databases",
        common=False,
        words="""
            postgres hosting; dba services; database administration; remote dba; serverless postgres; postgres dba; dba service;
            database consultants; postgres consulting; dba support; database performance; postgres consultancy; dba team;
            database as a service; postgres support contract; database optimization; postgres service; database replication tool;
            postgres database; database monitoring; postgres databases; database experts; postgres tuning
            datenbankadministration; datenbankhosting; datenbank hosting; postgres beratung; datenbank betreuung;
            datenbank administration; datenbank beratung; datenbank optimierung; datenbank cluster; datenbank support
            hébergement postgres; bases managées; administration de bases; base de données managée; hébergement postgresql;
            hébergement de bases
            postgres gestionado; hosting de bases; administración de bases; base de datos gestionada
            postgres gerenciado; hospedagem de banco; administração de banco; banco de dados gerenciado
            hosting database; gestione database; postgres gestito; database gestiti
            databasebeheer; databasehosting; beheerde database; beheerde databases
            administracja bazami; hosting baz; zarządzana baza; opieka nad bazami; hosting postgres""",
    ),
    "monitoring": Trade(
        "monitoring of systems",
        common=False,
        words="""
            network monitoring; server monitoring; observability; apm; snmp; opentelemetry; mttr; log management;
            network management software; tracing platform; ai sre; alert fatigue; incident management platform; on call platform
            netzwerkmonitoring; netzwerküberwachung; servermonitoring; serverüberwachung; systemüberwachung; monitoring lösung;
            monitoring lösungen
            observabilité; supervision réseau; surveillance de serveurs; monitoring réseau; supervision informatique;
            surveillance réseau; supervision de serveurs
            observabilidad; monitorización de red; monitoreo de red; monitorización de servidores; monitoreo de redes;
            monitorización de sistemas; monitoreo de servidores
            observabilidade; monitorização de redes; monitoramento de rede; monitorização de servidores; monitoramento de redes;
            monitorização de sistemas; monitoramento de servidores
            osservabilità; monitoraggio di rete; monitoraggio della rete; monitoraggio dei server; monitoraggio reti;
            monitoraggio delle reti
            netwerkmonitoring; monitoringtool; monitoringsoftware; monitoringoplossing; logbeheer; monitoringtools
            obserwowalność; monitorowanie sieci; monitoring sieci; monitorowanie serwerów; monitoring serwerów;
            monitorowanie infrastruktury""",
    ),
    "software-licences": Trade(
        "software licences",
        common=True,
        words="""
            software licences; volume licensing; windows license; license keys; product keys; saas spend; lifetime deal;
            lifetime license; academic licence; microsoft partner; unused licenses; second hand licences; software licenses;
            windows licenses
            softwarelizenz; softwarehändler; lizenzberatung; lizenzmanagement; gebrauchte software; microsoft lizenz;
            office lizenzen
            licence logicielles; logiciels d'occasion; revendeur de logiciels; licence microsoft; licence logiciel;
            licence logicielle; licence windows
            licencia de software; software original; distribuidor de software; licencia microsoft; licencia de microsoft;
            licencia de windows; licencia adobe
            licença de software; licenciamento de software; revenda de software; licença microsoft; licenciamento microsoft;
            licença windows; licença adobe
            licenza software; software usato; rivenditore di software; licenza microsoft; licenza windows; licenza usate
            softwarelicentie; licentiebeheer; licentieadvies; microsoft licentie; tweedehands licenties; gebruikte licenties
            licencja oprogramowania; używane oprogramowanie; sprzedaż oprogramowania; programów komputerowych; licencja microsoft;
            licencja windows""",
    ),
    "computers": Trade(
        "computers and servers",
        common=False,
        words="""
            used servers; refurbished servers; epos; rack servers; cisco routers; server racks; hardware reseller; laptop rental;
            network equipment; computer hardware; ssd drives; memory modules; off lease; rugged tablets
            serverhardware; netzwerktechnik; kassensystem; leasingrückläufer; barcodescanner; registrierkasse; kassensoftware
            matériel informatique; serveurs d'occasion; ordinateurs portables; caisse enregistreuse; déstockage informatique;
            terminaux portables; logiciel de caisse
            equipos informáticos; ordenadores portátiles; servidores usados; material informático; software tpv;
            hardware reacondicionado; tpv para
            equipamento informático; computadores recondicionados; portáteis recondicionados; software pos; frente de caixa;
            leitores de código; equipamento informáticos
            computer ricondizionati; server usati; hardware usato; notebook ricondizionati; registratore telematico;
            cassa telematica
            kassasysteem; computerhardware; barcodescanners; kassasoftware; netwerkapparatuur; gebruikte servers
            sprzęt komputerowy; laptopy poleasingowe; używane serwery; komputery poleasingowe; serwery używane; kasy fiskalne""",
    ),
    "erp": Trade(
        "business software",
        common=True,
        words="""
            erp; crm; odoo; netsuite; cpq; cmms; salesforce consultant; sap consultants; business software;
            inventory management software; mes software; quoting software; quote software; proposal software
            warenwirtschaft; branchensoftware; unternehmenssoftware; produktionsplanung; lagerverwaltung; kalkulationssoftware;
            angebotssoftware
            progiciel; gpao; gmao; logiciel de gestion; gestion commerciale; gestion de stock; progiciels
            software de gestión; programa de gestión; gestión de inventario; automatización de procesos; control de producción;
            sistema de gestión empresarial; gestión de almacén
            software de gestão; gestão de stocks; programa de gestão; automação de processos; controle de estoque;
            sistema de gestão empresarial; gestão de estoque
            preventivazione; software gestionale; gestionale per; gestione magazzino; software di gestione; mes per
            bedrijfssoftware; voorraadbeheer; offertesoftware; planningssysteem; magazijnbeheer; procesautomatisering
            program magazynowy; automatyzacja procesów; planowanie produkcji; zarządzanie magazynem; zarządzanie produkcją;
            system magazynowy""",
    ),
    "document-scanning": Trade(
        "scanning and keeping of documents",
        common=True,
        words="""
            document scanning; document management; microfilm; scanning service; records management company; paperless office;
            go paperless; e signature; electronic signature; ocr software; bulk scanning; scanning bureau; archive boxes;
            box storage
            dokumentenmanagement; scandienst; aktendigitalisierung; archivierung; akteneinlagerung; dokumente digitalisieren;
            elektronische signatur
            dématérialisation; numérisation de documents; signature électronique; archivage électronique; logiciel ged;
            tiers archivage; gestion électronique de documents
            gestión documental; firma electrónica; archivo documental; digitalización de documentos; escaneo de documentos;
            custodia de documentos; oficina sin papel
            gestão documental; assinatura digital; arquivo digital; digitalização de documentos; guarda de documentos;
            guarda de arquivos; gestão de documentos
            dematerializzazione; digitalizzazione documenti; gestione documentale; archiviazione documentale; firma digitale;
            scansione documenti
            documentbeheer; scanservice; documentmanagement; scanbureau; archiefopslag; documenten scannen
            skanowanie dokumentów; digitalizacja dokumentów; archiwizacja dokumentów; podpis elektroniczny;
            przechowywanie dokumentów; obieg dokumentów""",
    ),
    "ai-automation": Trade(
        "AI agents and chat bots",
        common=True,
        words="""
            chatbot; chatbots; ai agents; rpa; agentic; chat bot; live chat; generative ai; gpt powered; conversational ai;
            llm platform; automate your business; robotic process automation; machine learning consulting
            ki agent; prozesse automatisieren; künstliche intelligenz für; ki agenten; ki assistent; ki assistenten; ki lösung
            agent ia; solution ia; automatisation ia; ia générative; intelligence artificielle pour; agent conversationnel;
            solution d'intelligence artificielle
            agente de ia; automatización con ia; ia generativa; inteligencia artificial para; asistente de ia; soluciones de ia;
            ia para su
            automação com ia; inteligência artificial para; assistente de ia; soluções de ia; automação inteligente;
            agente de inteligência artificial; inteligência artificial no seu
            automazione con ia; assistente ai; intelligenza artificiale per; soluzioni di intelligenza; agente ai; automazione ai
            ai agenten; ai telefoonassistent; digitale medewerker; kunstmatige intelligentie voor; automatiseren met ai;
            ai assistent
            chatboty; chatbota; agent ai; automatyzacja ai; asystent ai; rozwiązania ai""",
    ),
    "telephony": Trade(
        "telephone and internet lines",
        common=True,
        words="""
            voip; phone systems; pbx; esim; business phone; telephone system; phone system; sip trunk; leased line; broadband deal;
            0800 number; fibre broadband; sim cards; mobile phone contract
            telefonanlage; internetanschluss; glasfaser; telefonanbieter; mobilfunkvertrag; mobilfunkverträge; telefontarif
            téléphonie ip; standard téléphonique; opérateur télécom; fibre optique; forfait mobile; ligne fixe; facture télécom
            centralita; telefonía ip; fibra óptica; tarifas de telefonía; líneas móviles; factura de teléfono;
            operador de telefonía
            pabx; central telefônica; central telefónica; telefonia ip; fibra ótica; telecomunicações para; link dedicado
            connettività; centralino telefonico; fibra ottica; offerta telefonica; bolletta telefonica; linee telefoniche
            telefooncentrale; glasvezel; belbundel; internetverbinding; telefonieoplossing; zakelijke telefonie
            światłowód; centrala telefoniczna; internet dla firm; abonament komórkowy; łącze internetowe; wirtualna centrala""",
    ),
    "analytics": Trade(
        "data platforms",
        common=True,
        words="""
            heatmaps; data platform; business intelligence; bi tool; predictive analytics; big data; web scraping;
            residential proxies; scraped data; dashboard development; web analytics; power bi; session replay; product analytics
            datenplattform; datenmanagement; webanalyse; datenauswertung; datenannotation; datenanalyse für; datenplattformen
            plateforme de données; informatique décisionnelle; analyse de données; tableaux de bord; annotation de données;
            entrepôt de données; plateforme data
            analítica de datos; plataforma de datos; inteligencia de negocio; cuadros de mando; etiquetado de datos;
            anotación de datos; analítica web
            plataforma de dados; análise de dados; inteligência de negócios; painéis de gestão; anotação de dados;
            engenharia de dados
            cruscotti; piattaforma dati; analisi dati; annotazione dati; analisi dei dati
            dataplatform; datawarehouse; data analyse; dashboards voor; data annotatie; datagedreven werken; dataplatforms
            analiza danych; platforma danych; hurtownia danych; raportowanie w; pulpity menedżerskie; adnotacja danych;
            analityka biznesowa""",
    ),
    "cloud-costs": Trade(
        "cloud computing and its costs",
        common=True,
        words="""
            cloud costs; finops; cloud cost; aws costs; azure migration; devops services; kubernetes consulting; reserved instances;
            startup credits; platform engineering; aws cost; azure credits; devops consulting; kubernetes cost
            cloudlösung; cloudkosten; devops beratung; umzug in die cloud; cloudlösungen; cloud kosten; cloud beratung
            migration cloud; coûts cloud; cloud souverain; solutions cloud; facture cloud; infrastructure cloud; conseil devops
            costes de la nube; soluciones cloud; consultoría cloud; infraestructura cloud; migración a la nube;
            servicios en la nube; computación en la nube
            custos de nuvem; serviços em nuvem; soluções cloud; consultoria cloud; migração para a nuvem; computação em nuvem;
            custos cloud
            migrazione al cloud; costi cloud; servizi cloud; soluzioni cloud; infrastruttura cloud; consulenza devops
            cloudmigratie; clouddiensten; cloudoplossing; cloudpartner; naar de cloud; cloudmigraties
            koszty chmury; usługi chmurowe; rozwiązania chmurowe; chmura publiczna; migracja do chmury; usługi w chmurze""",
    ),
    "computing-time": Trade(
        "computing time and GPUs",
        common=False,
        words="""
            gpu cloud; hpc; supercomputer; h100; beowulf; compute time; core hours; node hours; cluster time; workstations for;
            spot instances; linux clusters; high performance computing; supercomputers; h100s; gpu cluster
            rechenzeit; hochleistungsrechnen; rechencluster; rechenleistung; hochleistungsrechner; hochleistungsrechnern
            supercalculateur; calcul intensif; serveurs gpu; temps de calcul; heures de calcul; grappe de calcul; supercalculateurs;
            calcul haute performance
            supercomputación; servidores gpu; tiempo de cómputo; cómputo de alto; computación de alto; horas de cálculo
            supercomputação; computação intensiva; tempo de computação; computação de alto; horas de gpu
            supercalcolo; server gpu; calcolo scientifico; tempo di calcolo; calcolo ad alte; ore di calcolo
            rekentijd; rekenkracht; rekencluster; rekenuren; rekenclusters
            superkomputer; czas obliczeniowy; moc obliczeniowa; serwery gpu; klaster obliczeniowy; obliczenia wysokiej;
            superkomputery; moc obliczeniowej""",
    ),
    "developer-tools": Trade(
        "tools for developers",
        common=False,
        words="""
            ci cd; ci runners; static analysis; ide plugin; developer tool; sdk for; api platform; test automation;
            automated testing; test management; software composition; feature flags; ai code; dependency scanning
            entwicklertools; testautomatisierung; codeanalyse; entwicklerwerkzeuge; softwaretest; statische analyse; softwaretests
            analyse statique; tests automatisés; outils pour développeurs; revue de code; automatisation des tests;
            outils de développement; outils de test
            análisis estático; pruebas automatizadas; herramientas para desarrolladores; revisión de código;
            automatización de pruebas; herramientas de desarrollo; herramientas de prueba
            testes automatizados; análise estática; ferramentas para desenvolvedores; revisão de código; automação de testes;
            ferramentas de desenvolvimento; ferramentas de teste
            analisi statica; test automatizzati; strumenti per sviluppatori; revisione del codice; automazione dei test;
            strumenti di sviluppo; strumenti di test
            ontwikkeltools; ontwikkelaarstools; testautomatisering; tools voor ontwikkelaars
            narzędzia dla programistów; testy automatyczne; przegląd kodu; automatyzacja testów; statyczna analiza;
            narzędzia deweloperskie; narzędzia testowe""",
    ),
    "booking-software": Trade(
        "booking and practice software",
        common=False,
        words="""
            booking software; practice software; online booking; booking engine; appointment reminders; channel manager;
            patient portal; no shows; table reservations; reservation system; property management system;
            electronic medical records; booking system; online bookings
            buchungssoftware; buchungssystem; praxissoftware; praxisverwaltung; terminbuchung; reservierungssystem; terminsoftware
            logiciel de réservation; agenda en ligne; rappel sms; réservation en ligne; moteur de réservation;
            dossier patient informatisé; prise de rendez vous en ligne
            software de reservas; reservas online; agenda online; citas online; sistema de reservas; motor de reservas;
            historia clínica electrónica
            agendamento online; marcações online; prontuário eletrônico; software para hotéis; sistema de agendamento;
            software de agendamento; sistema de marcações
            software di prenotazione; prenotazione online; gestionale hotel; gestione appuntamenti; registro elettronico;
            sistema di prenotazione
            boekingssoftware; reserveringssysteem; boekingssysteem; praktijksoftware; praktijkmanagement; reserveringssoftware
            system rezerwacji; oprogramowanie dla gabinetów; rezerwacje online; program dla gabinetu; e dziennik;
            dziennik elektroniczny""",
    ),
    "route-software": Trade(
        "route planning and tracking of vehicles",
        common=False,
        words="""
            route optimisation; route optimization; route planning; telematics; dashcam; tachograph; fleet tracking;
            vehicle tracking; gps tracking; dispatch software; delivery management software; dash cam; driver app;
            logistics software
            tourenplanung; routenplanung; routenoptimierung; flottenmanagement; fahrzeugortung; telematik; fuhrparkmanagement
            télématique; chronotachygraphe; optimisation de tournées; géolocalisation de véhicules; logiciel de tournées;
            planification de tournées; gestion de tournées
            telemática; tacógrafo; localización gps; localizadores gps; optimización de rutas; planificación de rutas;
            gestión de flotas
            roteirização; rastreador; roteirizador; rastreamento de veículos; localização gps; telemetria veicular;
            otimização de rotas
            telematica; localizzatori; cronotachigrafo; ottimizzazione percorsi; pianificazione percorsi; localizzazione gps
            routeplanning; routeoptimalisatie; ritplanning; ritregistratie; voertuigvolgsysteem; fleetmanagement
            lokalizator; telematyka; tachograf; optymalizacja tras; planowanie tras; monitoring pojazdów""",
    ),
    "identification-tags": Trade(
        "RFID tags and bar codes",
        common=False,
        words="""
            rfid; inlay; wristbands; uhf tags; laundry tag; smart card; nfc cards; plastic cards; pvc cards; id cards;
            label printers; barcode label; handheld readers; asset tags
            transponder; wäschechip; plastikkarten; chipkarten; etikettendrucker; barcodeetiketten; handscanner
            antivols; cartes plastiques; badges nfc; imprimantes d'étiquettes; étiquettes électroniques; puces uhf; lecteurs uhf
            tarjetas pvc; impresoras de etiquetas; etiquetas electrónicas; lectores uhf; tarjetas plásticas;
            pulseras identificativas; etiquetas uhf
            cartões pvc; pulseiras de identificação; impressoras de etiquetas; leitores uhf; cartões inteligentes;
            etiquetas eletrónicas; cartões nfc
            tessere plastiche; card plastiche; braccialetti identificativi; stampanti di etichette; etichette elettroniche;
            lettori uhf
            wasserijchip; transponders; polsbandjes; labelprinter; prijskaartjes; plastic kaarten
            czytniki; karty plastikowe; opaski identyfikacyjne; drukarki etykiet; etykiety uhf; karty zbliżeniowe""",
    ),
}
