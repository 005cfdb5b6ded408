"""Marketing: to be found, to be known, to be called."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "seo": Trade(
        "search engine optimisation",
        common=True,
        words="""
            seo; rank higher; google ranking; google rankings; local rankings; keyword ranking; organic traffic; search rankings;
            search engine optimization; top of google; google business profile; first page of google; page one of google;
            submit your site to; rank on google
            suchmaschinenoptimierung; suchmaschinenranking; suchmaschineneintrag; besser gefunden werden; seite 1 bei google;
            platz 1 bei google
            référencement naturel; positionnement google; premières positions; agence de référencement; première page de google;
            référencement google; référencement local
            posicionamiento web; posicionar su web; primera página de google; primeras posiciones de google;
            posicionamiento en google; posicionamiento en buscadores
            otimização de sites; posicionamento no google; topo do google; primeira página do google;
            otimização para motores de busca
            posizionamento sui motori; indicizzazione del sito; motori di ricerca; prima pagina di google;
            ottimizzazione per i motori; posizionamento google; posizionamento organico
            zoekmachineoptimalisatie; zoekmachinemarketing; beter vindbaar; hoger in google; bovenaan in google;
            vindbaarheid in google; eerste pagina van google
            pozycjonowanie; optymalizacja stron; pierwszej stronie google; wysoka pozycja w google; pozycjonowania stron;
            pozycjonowania strony; pozycjonowania w google""",
    ),
    "link-building": Trade(
        "links and guest posts",
        common=True,
        words="""
            guest post; guest posts; backlinks; backlink; dofollow; link building; link exchange; exchange links; reciprocal link;
            sponsored post; paid link; domain authority; paid post; casino links
            linkaufbau; linktausch; linkpartner; gastbeitrag; gastbeiträge; gastartikel; linkplatzierung
            netlinking; article invité; liens sponsorisés; échange de liens; création de liens; achat de liens; article invités
            enlace patrocinado; artículo patrocinado; post patrocinado; intercambio de enlaces; construcción de enlaces;
            enlace patrocinados; artículo patrocinados
            publieditorial; artigo patrocinado; posts patrocinados; troca de links; compra de links; artigo patrocinados;
            artigos patrocinado
            scambio di link; articolo sponsorizzato; acquisto link; link in entrata; scambio link; articolo sponsorizzati
            linkbuilding; linkruil; gastblog; linkplaatsing; gesponsord artikel; gastblogs
            wymiana linków; artykuł sponsorowany; linki sponsorowane; pozyskiwanie linków; wpis gościnny; wpisy gościnne""",
    ),
    "web-design": Trade(
        "web design",
        common=True,
        words="""
            web design; website design; website redesign; wordpress development; shopify development; ecommerce development;
            ecommerce website; website maintenance; modern website; outdated website; web solutions; site redesign;
            redesign your website; new website for
            webdesign; webdesigner; webagentur; webseitenerstellung; internetauftritt; internetagentur; website relaunch
            création de site; création de sites; refonte; site vitrine; agence web; créer votre site; boutique en ligne clé
            diseño web; desarrollo web; rediseño web; agencia web; páginas web; página web nueva; creación de páginas
            site profissional; loja virtual; agência digital; novo site; redesenho do; criação de sites; site moderno
            siti web; realizzazione siti; restyling del sito; web agency; sito web professionale; nuovo sito web
            webbouwer; webdesignbureau; websitebouwer; nieuwe website; website bouwen; professionele website
            tworzenie stron; projektowanie stron; nowoczesna strona; nowa strona; wykonanie strony; sklepy internetowe""",
    ),
    "directory-listing": Trade(
        "entries in directories",
        common=True,
        words="""
            directory listing; business directory; web directory; get listed; yellow pages; premium listing; free listing;
            business listing; internet directory; trade directory; company register entry; update your entry;
            european business register; listing in our directory
            branchenbuch; branchenverzeichnis; branchenverzeichnisse; firmenverzeichnis; gewerberegister; registereintrag;
            brancheneintrag
            annuaire professionnel; registre internet; pages jaunes; référencement annuaire; inscription dans l'annuaire;
            annuaire professionnels; annuaire d'entreprises
            directorio de empresas; páginas amarillas; alta en directorio; guía de empresas; guía de comercios;
            directorio empresarial; directorio empresariales
            diretório de empresas; páginas amarelas; lista empresarial; guia comercial; registo no diretório; diretório empresarial;
            diretório comercial
            elenco aziende; directory aziendale; pagine gialle; registro italiano; inserzione nel registro; guida delle aziende
            bedrijvengids; bedrijvenregister; bedrijvenindex; internetgids; gouden gids; vermelding in
            katalog firm; panorama firm; rejestr firm; spis firm; wpis do katalogu; baza firm online""",
    ),
    "lead-lists": Trade(
        "lists of leads and addresses",
        common=True,
        words="""
            lead lists; lead list; email list; email lists; leads list; prospect list; verified contacts; verified emails;
            contact database; email database; b2b database; users list; million email; data enrichment
            adressdaten; adressliste; firmenadressen; geschäftsadressen; adressverlag; adresshändler; leadliste
            fichier d'adresses; adresses email; location de fichiers; listes de prospects; base de données emails;
            fichier de prospection; base de données b2b
            contactos verificados; listado de empresas; correos electrónicos verificados; base de datos de empresas;
            listado de contactos; base de datos de emails; listado de clientes potenciales
            contatos verificados; lista de emails; mailing list de; base de dados de empresas; banco de dados de empresas;
            lista de e mails; base de dados de emails
            database aziende; liste di contatti; elenchi di aziende; indirizzi email; contatti profilati; anagrafiche aziende
            adressenbestand; adresbestand; bedrijfsadressen; leadlijst; prospectlijst; bedrijvenbestand
            baza firm; lista kontaktów; zweryfikowane kontakty; milion adresów; adresy e mail firm; baza mailingowa""",
    ),
    "lead-generation": Trade(
        "lead generation",
        common=True,
        words="""
            lead generation; generate leads; qualified leads; appointment setting; appointment setter; booked meetings;
            outbound sales; more leads; exclusive leads; new leads; pipeline of; warm leads; sales development; client acquisition
            leadgenerierung; neukundengewinnung; kundengewinnung; neukundenakquise; kaltakquise; vertriebstermine; akquise
            génération de leads; prospects qualifiés; prospection commerciale; leads qualifiés; rendez vous qualifiés;
            nouveaux clients chaque; acquisition de clients
            generación de leads; generación de clientes; leads cualificados; conseguir más clientes; citas cualificadas;
            reuniones cualificadas; prospección comercial
            geração de leads; leads qualificados; reuniões qualificadas; prospecção ativa; mais clientes; atrair clientes;
            captação de clientes
            generazione di contatti; lead qualificati; acquisizione clienti; appuntamenti qualificati; nuovi clienti;
            trovare clienti
            leadgeneratie; klantenwerving; salesafspraken; gekwalificeerde leads; acquisitie uitbesteden; meer klanten
            generowanie leadów; pozyskiwanie klientów; nowych klientów; umawianie spotkań; wykwalifikowane leady; więcej klientów""",
    ),
    "attendee-lists": Trade(
        "lists of attendees",
        common=True,
        words="""
            attendee list; attendees list; attendees contact; attendees email; attendee data; attendees data; list of attendees;
            pre registered attendees; trade show leads; post show list; attendee lists; list of delegates; attendee database;
            attendee email list; list of visitors
            besucherliste; besucherdaten; messekontakte; messebesucherliste; teilnehmerliste der; ausstellerliste der;
            besucherlisten
            base visiteurs; liste des visiteurs; fichier des visiteurs; liste des exposants; fichier des exposants;
            liste des participants; fichier des participants
            lista de asistentes; listado de asistentes; base de datos de asistentes; lista de expositores; listado de expositores;
            lista de visitantes; lista de participantes de la feria
            lista de participantes da; base de dados de visitantes; lista de inscritos
            lista dei partecipanti; database dei partecipanti; lista degli espositori; lista espositori; lista visitatori;
            lista dei visitatori; elenco dei partecipanti
            bezoekerslijst; exposantenlijst; bezoekersbestand; deelnemerslijst van; lijst van bezoekers; lijst van exposanten;
            lijst van deelnemers
            lista uczestników; baza uczestników; lista wystawców; baza wystawców; lista odwiedzających; baza odwiedzających;
            listę uczestników""",
    ),
    "broker-leads": Trade(
        "leads for brokers",
        common=False,
        words="""
            mortgage leads; broker leads; live transfer; aged leads; accredited investors; internet leads; leads for brokers;
            insurance leads; live transfers; leads for insurance agents; debt leads; leads for agents; debt settlement leads;
            leads for loan officers; solar leads
            versicherungsleads; finanzleads; immobilienleads; baufinanzierungsleads; solarleads; kapitalanlegeradressen; pv leads
            leads assurance; leads pour courtiers; leads mutuelle; leads immobilier; leads investisseurs; leads crédit;
            leads courtier
            leads de seguros; leads para corredores; leads inmobiliarios; leads para inmobiliarias; leads de inversores;
            leads para agentes; leads hipotecarios
            leads para corretores; leads imobiliários; leads de investidores
            lead assicurativi; contatti di investitori; lead per agenti; lead immobiliari; lead mutui; lead trading;
            lead fotovoltaico
            verzekeringsleads; hypotheekleads; beleggersleads; zonnepanelen leads; leads voor makelaars; leads voor adviseurs;
            leads voor tussenpersonen
            leady ubezpieczeniowe; kontakty do inwestorów; leady kredytowe; leady hipoteczne; leady inwestorskie;
            leady nieruchomości; leady fotowoltaiczne""",
    ),
    "telemarketing": Trade(
        "telemarketing",
        common=True,
        words="""
            telemarketing; telemarketer; telesales; dialer; autodialer; robocall; tele sales; cold calling; cold callers;
            telephone marketing; outbound calls; voice broadcasting; ringless voicemail; telemarketers; robocalls; outbound calling
            telefonmarketing; telefonakquise; telefonverkauf; telefonvertrieb; kaltanrufe; outbound telefonie; telefonische akquise;
            telefonische neukundengewinnung
            télémarketing; télévente; téléprospection; téléprospecteurs; démarchage téléphonique; prospection téléphonique;
            campagnes d'appels
            telemárketing; televenta; venta telefónica; llamadas comerciales; prospección telefónica; llamadas en frío
            televendas; vendas por telefone; chamadas de vendas
            teleselling; televendita; teleseller; vendita telefonica; campagne telefoniche; chiamate a freddo
            telemarketeer; belcampagne; telefonische acquisitie; koud bellen; telefonische afspraken; telemarketeers; belcampagnes
            telesprzedaż; telemarketerzy; telemarketingowa; telefoniczna sprzedaż; sprzedaż telefoniczna; zimne telefony;
            kampanie telefoniczne""",
    ),
    "call-centre": Trade(
        "call centres and telephone answering",
        common=True,
        words="""
            call centre; call center; call centres; call centers; telephone answering; answering service; virtual receptionist;
            inbound calls; missed call; ai receptionist; voice agent; contact centre services; customer support outsourcing;
            outsourced customer support
            callcenter; telefonservice; telefonsekretariat; sekretariatsservice; anrufannahme; büroservice;
            telefonzentrale auslagern
            télésecrétariat; centre d'appel; permanence téléphonique; secrétariat téléphonique; accueil téléphonique;
            appels manqués; appels perdus
            secretaria virtual; recepcionista virtual; atención telefónica; llamadas perdidas; centralita externa;
            centro de llamadas; agente de voz
            atendimento telefónico; atendimento telefônico; secretária virtual; rececionista virtual; chamadas perdidas;
            centro de atendimento; centros de chamadas
            centralino virtuale; segretaria virtuale; segreteria telefonica; risposta telefonica; receptionist virtuale;
            chiamate perse
            callcenters; telefoonservice; antwoordservice; klantcontactcentrum; telefoonbeantwoording; telefoniste
            infolinia; voicebot; centrum telefoniczne; wirtualna recepcja; wirtualny sekretariat; wirtualna sekretarka""",
    ),
    "email-marketing": Trade(
        "bulk mailing",
        common=True,
        words="""
            email marketing; cold email software; bulk email; mass mailing; mailing software; newsletter software; fax broadcast;
            direct email; marketing automation; inbox placement; smtp server for; outreach tool; direct mail; bulk friendly
            newsletterversand; massenmail; mailingaktion; serienmails; faxwerbung; briefmailing; faxversand
            emailing; délivrabilité; logiciel d'emailing; routage d'emails; marketing automatisé; envoi en masse;
            envoi de newsletters
            envíos masivos; correo masivo; marketing por correo; campañas de email; plataforma de email;
            automatización de marketing; campañas de correo
            disparo de email; campanhas de email; envio em massa; automação de marketing; marketing por e mail; disparo de e mail;
            disparo de emails
            campagne email; invio massivo; campagne di email; invio newsletter; software newsletter; piattaforma di email
            emailmarketing; nieuwsbriefsoftware; bulkmail; e mailmarketing; mailings versturen; e mailcampagne
            mailing masowy; wysyłka mailingu; kampania mailingowa; marketing automatyzacja; email marketingu; program do mailingu""",
    ),
    "bulk-sms": Trade(
        "bulk text messages",
        common=True,
        words="""
            bulk sms; sms marketing; whatsapp marketing; text marketing; mobile messaging; bulk messaging; rcs messaging;
            text message marketing; sms gateway; whatsapp business api; sms campaign; whatsapp campaigns; sms campaigns;
            whatsapp broadcast; sms blast; whatsapp automation; sms platform; sms provider; sms reminders
            sms versand; massen sms; whatsapp newsletter
            campagne sms; sms pro; marketing sms; envoi de sms; sms en masse; campagnes sms
            sms masivo; sms certificado; envío de sms; campañas de sms; sms masivos; envíos de sms; campañas de whatsapp
            sms em massa; envio de sms; disparo de sms; campanhas de sms; disparo de whatsapp; campanhas de whatsapp
            invio sms; sms massivi; sms aziendali; campagne whatsapp
            sms campagne; sms berichten versturen; sms campagnes
            bramka sms; masowe sms; kampanie sms; wysyłka sms""",
    ),
    "social-media": Trade(
        "social media marketing",
        common=True,
        words="""
            social media marketing; social media management; instagram growth; tiktok marketing; linkedin ghostwriting;
            facebook followers; buy followers; real followers; youtube growth; personal branding; followers and likes;
            grow your instagram; manage your social media; instagram followers
            instagram follower; follower kaufen; reichweite auf instagram; social media auftritt; betreuung ihrer social;
            social media agentur; social media betreuung
            community manager; community management; abonnés instagram; réseaux sociaux pour; vos réseaux sociaux;
            acheter des abonnés; animation de vos réseaux
            seguidores de instagram; comprar seguidores; redes sociales para; sus redes sociales; agencia de redes;
            gestión de redes sociales; seguidores en instagram
            seguidores no instagram; marketing digital; redes sociais da; suas redes sociais; social media para;
            gestão de redes sociais; seguidores reais
            gestione social; follower reali; comprare follower; pagine social; canali social; gestione dei social
            instagram volgers; volgers kopen; social media beheer; uw social media; beheer van social; social media uitbesteden
            media społecznościowe; mediów społecznościowych; kupić obserwujących; agencja social; obserwujących na instagramie;
            prowadzenie profili""",
    ),
    "influencers": Trade(
        "influencer marketing",
        common=True,
        words="""
            influencer marketing; influencers; brand ambassador; ugc creators; creator marketing; product seeding;
            paid collaboration; affiliate marketing; promote our product; commission per sale; free product in exchange;
            influencer campaign; brand ambassadors; ugc creator
            markenbotschafter; produktplatzierung; kooperationsanfrage; affiliate programm; markenbotschafterin;
            produktplatzierungen; influencer agentur
            influenceur; marketing d'influence; programme d'affiliation; campagne d'influence; ambassadeur de marque;
            placement de produit; influenceurs
            embajador de marca; programa de afiliados; marketing de influencia; embajador de la marca; marketing de afiliados;
            embajadores de marca; marketing de afiliación
            influenciador digital; marketing de influência; embaixador da marca; influenciador digitais;
            marketing de influenciadores; embaixadores da marca; influenciadores digital
            collaborazione retribuita; influencer italiani; marketing di affiliazione; campagne con influencer;
            programma di affiliazione
            influencercampagne; influencermarketing; merkambassadeur; affiliateprogramma; betaalde samenwerking;
            influencercampagnes; merkambassadeurs
            influencerzy; marketing afiliacyjny; ambasador marki; program partnerski; współpraca barterowa;
            kampania z influencerami""",
    ),
    "online-ads": Trade(
        "online advertising",
        common=True,
        words="""
            google ads; facebook ads; adwords; retargeting; ppc campaign; meta ads; instagram ads; paid ads; banner ad;
            programmatic advertising; ad campaigns; targeted traffic; website traffic; performance marketing
            bannerwerbung; onlinewerbung; suchmaschinenwerbung; werbebanner; werbekampagne; google anzeigen; facebook werbung
            publicité en ligne; campagne google; régie publicitaire; liens commerciaux; bannière publicitaire; agence digitale;
            publicité google
            publicidad online; campañas de google; banners publicitarios; agencia de marketing; anuncios en google;
            publicidad en google; campañas publicitarias
            publicidade online; anúncios no google; campanhas no google; tráfego pago; gestão de tráfego; agência de marketing;
            publicidade digital
            pubblicità online; inserzioni su; banner pubblicitari; agenzia di marketing; pubblicità su google;
            campagne pubblicitarie
            bannercampagne; bannerruimte; marketingbureau; advertentiecampagne; online adverteren; google advertenties
            reklama w google; kampania google; agencja marketingowa; marketing internetowy; reklama w internecie;
            kampania reklamowa""",
    ),
    "pr": Trade(
        "public relations",
        common=True,
        words="""
            pr package; pr packages; publicist; newsjacking; pr agency; media coverage for; guaranteed coverage;
            reputation management; media outreach; public relations firm; get featured in; featured in forbes;
            thought leadership articles; press coverage for
            medienpräsenz; presseagentur; reputationsmanagement; pr agentur; pressearbeit für; öffentlichkeitsarbeit für; pr paket
            agence de presse; relations presse; retombées presse; couverture médiatique; e réputation; attaché de presse; agence rp
            relaciones públicas; reputación online; agencia de comunicación; gabinete de prensa; aparecer en medios;
            gabinete de comunicación; aparecer en prensa
            relações públicas; assessoria de imprensa; agência de comunicação; presença na mídia; gestão de reputação;
            aparecer na imprensa; assessoria de comunicação
            ufficio stampa; pubbliche relazioni; reputazione online; agenzia di pr; visibilità sui media; uscite sulla stampa
            reputatiemanagement; publiciteitsbureau; pr bureau; pr pakket; persbureau voor; media aandacht
            agencja pr; zarządzanie reputacją; rzecznik prasowy; public relations dla; obecność w mediach; publikacje w mediach""",
    ),
    "press-releases": Trade(
        "distribution of press releases",
        common=True,
        words="""
            press release distribution; newswire; news wire; pr distribution; press distribution; distribute your press;
            press release to; submit your press; distribution of press releases; press release service; distribute your news;
            press release services; distribute your story; press release writing
            presseverteiler; pressemitteilungsversand; presseportal; pressemitteilung verbreiten; presseportale;
            pressemitteilung versenden; pressemitteilung verteilen
            fichier presse; diffusion de communiqués; diffuser votre communiqué; communiqué de presse diffusé;
            diffusion de communiqué; communiqué de presse diffusés; diffusion de vos communiqués
            distribución de notas; notas de prensa en; publicar su nota de prensa; distribución de comunicados; difusión de notas;
            difusión de comunicados; envío de notas
            distribuição de comunicados; distribuição de press releases; distribuição de releases;
            distribuição de notas de imprensa; divulgação de comunicados; divulgação de press releases; divulgação de releases
            diffusione comunicati; pubblicazione comunicati; comunicati stampa in; diffusione di comunicati;
            diffusione dei comunicati; diffusione comunicato
            persberichtendienst; persdistributie; perslijst; persbericht verspreiden; verspreiding van persberichten;
            persbericht versturen
            dystrybucja informacji prasowych; baza dziennikarzy; dystrybucja informacji prasowej; dystrybucja komunikatów;
            dystrybucja notek; wysyłka informacji prasowych""",
    ),
    "video-production": Trade(
        "video production",
        common=True,
        words="""
            video production; explainer video; videographer; product video; animated video; corporate video; promo video;
            promotional video; video editor; whiteboard video; virtual tour; 360 tour; short form video; drone video of your
            videoproduktion; imagefilm; erklärvideo; produktvideo; werbefilm; filmproduktion; unternehmensvideo
            vidéaste; production vidéo; vidéo d'entreprise; film d'entreprise; visite virtuelle; montage vidéo; motion design
            producción audiovisual; vídeo corporativo; productora audiovisual; edición de vídeo; producción de vídeo;
            vídeo corporativos; edición de video
            produção audiovisual; vídeo institucional; visita virtual; edição de vídeo; produtora de vídeo; produção de vídeo;
            vídeo institucionais
            videomaker; produzione video; video aziendale; montaggio video; tour virtuale; spot video
            videoproductie; bedrijfsvideo's; bedrijfsfilm; promotievideo's; productvideo's; animatievideo's
            produkcja filmów; film reklamowy; montaż wideo; spot reklamowy; animacje reklamowe; spacer wirtualny""",
    ),
    "photography": Trade(
        "photography",
        common=True,
        words="""
            product photography; headshot; packshot; retouching; product photos; image editing; background removal; clipping path;
            cut out images; headshots; packshots; product photographer; product shots; clipping paths
            produktfoto; produktbilder; bildbearbeitung; freisteller; fotoshooting; mitarbeiterfotos; businessportrait
            détourage; photographe professionnel; photographie de produits; photos de produits; retouche photo; portraits corporate;
            photographe professionnelle
            fotografía de producto; fotógrafo de producto; fotos de producto; retoque fotográfico; edición de fotos;
            sesión de fotos; fotografía de productos
            fotografia de produto; fotógrafo de produto; fotos de produto; tratamento de imagens; edição de fotos;
            fotografia de produtos; fotógrafo profissional
            fotoritocco; scontorno; fotografia di prodotto; fotografo di prodotto; servizio fotografico; foto di prodotto
            productfoto's; bedrijfsfoto's; fotobewerking; fotoshoot; beeldbewerking; productfotograaf
            szparowanie; fotografia produktowa; zdjęcia produktowe; sesja zdjęciowa; retusz zdjęć; obróbka zdjęć""",
    ),
    "stock-media": Trade(
        "stock pictures and music",
        common=False,
        words="""
            clipart; stock photo; image library; clip art; production music; music library; picture library; royalty free images;
            photo library subscription; stock photos; image bank; royalty free music; stock photography; image licence;
            royalty free photos; stock images
            stockfoto; bildagentur; bilddatenbank; bildlizenzen; lizenzfreie bilder; gemafreie musik; stockfotos; lizenzfreie musik
            photothèque; banque d'images; photos libres de droits; images libres de droits; musique libre de droits;
            banques d'images
            banco de imágenes; fotos de archivo; imágenes libres de derechos; música libre de derechos; banco de fotos
            banco de imagens; fotos de arquivo; imagens livres de direitos; música livre de direitos
            banca immagini; immagini stock; foto stock; musica royalty free; banca dati immagini; immagini royalty free;
            banca di immagini
            stockfoto's; beeldbank; stockbeelden; beeldlicenties; rechtenvrije beelden; stockfotografie; rechtenvrije muziek;
            rechtenvrije foto's
            fototeka; bank zdjęć; zdjęcia stockowe; banki zdjęć; muzyka bez tantiem; bank obrazów""",
    ),
    "copywriting": Trade(
        "writing of content",
        common=True,
        words="""
            copywriting; copywriter; ghostwriter; ghostwriting; infographic; content writing; article writing; blog writing;
            technical writing; technical writer; content strategy; seo content; blog posts written; white paper writing
            texterstellung; werbetexter; werbetexte; textagentur; contenterstellung; redaktionsbüro; fachtexte
            infographie; rédaction web; rédacteur web; concepteur rédacteur; création de contenu; stratégie de contenu;
            infographies
            infografía; redactor de contenidos; redacción de contenidos; creación de contenido; marketing de contenidos;
            infografías; redactor freelance
            infográfico; redator de conteúdo; redação de conteúdo; produção de conteúdo; criação de conteúdo; marketing de conteúdo;
            infográficos
            infografica; contenuti seo; redattori freelance; scrittura di contenuti; redazione di contenuti; creazione di contenuti
            tekstschrijver; contentcreatie; contentmarketing; webteksten; tekstbureau; blogartikelen
            copywriterzy; infografika; tworzenie treści; pisanie tekstów; marketing treści; treści na stronę""",
    ),
    "translation": Trade(
        "translation",
        common=True,
        words="""
            translation agency; translation services; translation service; translator network; certified translation;
            localisation service; localization service; interpreting services; interpreter for; native translators;
            professional translation; technical translation; freelance translator; multilingual content
            übersetzungsbüro; übersetzungsdienst; übersetzungsagentur; fachübersetzung; dolmetscher; fachübersetzer;
            übersetzungsservice
            traducteur professionnel; traduction professionnelle; interprétation simultanée; agence de traduction;
            service de traduction; bureau de traduction; traducteur professionnels
            traducciones juradas; traducción jurada; traductor nativo; agencia de traducción; agencia de traducciones;
            servicio de traducción; traducciones técnicas
            tradução juramentada; tradutor profissional; traduções técnicas; agência de tradução; serviços de tradução;
            empresa de tradução; tradução técnica
            traduzioni tecniche; servizi di traduzione; interpretariato; traduzione tecnica; traduttore madrelingua;
            agenzia di traduzione
            vertaalbureau; vertaaldienst; vertalersnetwerk; tolkendienst; moedertaalvertalers; vertaalwerk
            biuro tłumaczeń; tłumaczenia techniczne; usługi tłumaczeniowe; tłumacz przysięgły; agencja tłumaczeń; biura tłumaczeń""",
    ),
    "transcription": Trade(
        "transcription",
        common=True,
        words="""
            subtitling; captioning; transcriptionist; transcription service; transcribe your; audio transcription; typing services;
            automatic transcription; closed caption; medical transcription; meeting transcription; ai transcription;
            subtitles for your; per audio minute
            transkription; schreibbüro; schreibservice; untertitelung; transkribieren; audiotranskription; diktiersoftware
            transcription automatique; transcription audio; retranscription; transcripteurs; transcriptrice; sous titrage;
            service de transcription
            subtitulado; subtitulación; transcripción de audio; transcribir audio; servicio de transcripción;
            transcripción de entrevistas; transcribir entrevistas
            legendagem; transcritora; transcrição de áudio; transcrever áudio; serviço de transcrição; transcrição automática;
            transcrever entrevistas
            sbobinatura; sottotitolazione; trascrizione audio; sottotitoli per; servizio di trascrizione; sbobinature
            transcriptie; transcriberen; uittypen; notuleerservice; notulist; uitgetypt
            transkrypcje; transkrypcji; transkrypcja nagrań; przepisywanie nagrań; spisywanie nagrań; napisy do filmów""",
    ),
    "graphic-design": Trade(
        "logos and graphic design",
        common=True,
        words="""
            logo design; graphic design; brand identity; branding agency; brochure design; corporate identity; packaging design;
            ux agency; presentation design; illustration services; vector conversion; embroidery digitizing; cad drafting;
            3d rendering
            grafikdesign; logodesign; logoentwicklung; werbeagentur; verpackungsdesign; mediengestalter; grafikagentur
            création de logo; identité visuelle; graphiste freelance; charte graphique; design graphique; agence de design;
            images de synthèse
            diseño gráfico; identidad corporativa; diseñador gráfico; renders 3d; creación de logotipos; diseño de logotipos;
            identidad visual
            design gráfico; identidade visual; designer gráfico; logótipo profissional; criação de logo; design de embalagens;
            designer gráfica
            grafica pubblicitaria; progettazione grafica; logo aziendale; identità visiva; immagine coordinata; studio grafico
            huisstijl; reclamebureau; ontwerpbureau; grafisch ontwerp; grafische vormgeving; logo ontwerp
            projekt graficzny; projektowanie graficzne; identyfikacja wizualna; grafik freelancer; usługi graficzne;
            studio graficzne""",
    ),
    "printing": Trade(
        "printing",
        common=True,
        words="""
            business cards; printing service; print shop; brochure printing; flyer printing; offset printing; digital printing;
            printed matter; label printing; catalog printing; book printing; full color printing; full colour printing;
            large format printing
            druckerei; onlinedruckerei; visitenkarten; druckprodukte; offsetdruck; digitaldruck; drucksachen
            imprimeur; imprimerie en ligne; impression de brochures; travaux d'impression; cartes de visite; imprimeurs;
            imprimerie numérique
            imprenta online; impresión digital; artes gráficas; tarjetas de visita; servicios de impresión; imprenta digital;
            impresión offset
            gráfica online; impressão digital; serviços gráficos; trabalhos gráficos; cartões de visita; gráfica digital;
            impressão offset
            tipografia online; stampa digitale; stampati pubblicitari; biglietti da visita; servizi di stampa; tipografia digitale
            drukkerij; visitekaartjes; drukwerk; drukwerkprijzen; offsetdruk; digitaal printen
            wizytówki; drukarnia internetowa; druk ulotek; usługi poligraficzne; materiały drukowane; drukowanie ulotek""",
    ),
    "promotional-products": Trade(
        "promotional products and gifts",
        common=True,
        words="""
            promotional products; giveaways; corporate gift; branded merchandise; business gifts; custom mugs; company swag;
            christmas gifts for clients; gift hampers; with your logo; printed t shirts; usb sticks with; promotional product;
            corporate gifts
            werbeartikel; werbegeschenk; werbemittel; kundengeschenk; firmengeschenke; präsentkorb; präsentkörbe
            goodies; objets publicitaires; cadeaux d'affaires; objet publicitaire; textile publicitaire; coffrets cadeaux;
            paniers garnis
            regalos de empresa; artículos promocionales; merchandising personalizado; productos promocionales; con su logo;
            con su logotipo; cestas de navidad
            brindes; presentes corporativos; artigos promocionais; cabazes de natal; cestas de natal; com o seu logótipo;
            com a sua marca
            gadget aziendali; articoli promozionali; regali aziendali; oggettistica promozionale; cesti natalizi; omaggi aziendali
            relatiegeschenk; promotieartikel; kerstpakket; weggevertjes; bedrijfsgeschenken; bedrukte pennen
            gadżet reklamowe; upominki firmowe; artykuły reklamowe; długopisy reklamowe; kosze prezentowe; z państwa logo""",
    ),
    "signage": Trade(
        "signs and displays",
        common=True,
        words="""
            signage; billboard; shopfitting; led sign; vehicle wraps; vinyl banners; outdoor advertising; display stands;
            shop fitting; led display; window graphics; exhibition banners; roll up banner; point of sale display
            aussenwerbung; leuchtreklame; werbeschilder; fahrzeugbeschriftung; firmenschild; plakatwerbung; werbetechnik
            signalétique; kakémono; plv; enseigne lumineuse; affichage dynamique; panneaux publicitaires; marquage de véhicules
            rótulo luminoso; rotulación de vehículos; vallas publicitarias; cartelería digital; publicidad exterior;
            señalización digital; pantallas led
            sinalética; plotagem; letreiro luminoso; reclamos luminosos; sinalização digital; outdoors publicitários;
            painéis de led
            cartellonistica; affissioni; striscioni; insegna luminosa; segnaletica aziendale; decorazione automezzi
            reclamebord; lichtreclame; autobelettering; buitenreclame; gevelreclame; narrowcasting
            kaseton; bilbord; telebim; neony; reklama zewnętrzna; szyld reklamowy""",
    ),
    "exhibition-stands": Trade(
        "trade fairs and their stands",
        common=True,
        words="""
            trade show booth; trade show displays; exhibition stand; booth builder; exhibit at; exhibitor package; stand contractor;
            shell scheme; exhibiting at; book your stand; pop up display; early bird exhibitor; floor space at; exhibition stands
            messebau; messestand; messestände; standbau; messeauftritt; messebauer; standfläche
            standiste; stand d'exposition; devenir exposant; constructeur de stands; conception de stands; réserver votre stand;
            location de stands
            stand feriales; diseño de stands; montaje de stands; construcción de stands; reserve su stand; alquiler de stands;
            stand de feria
            stands para feiras; montagem de stands; estandes para feiras; construção de stands; montadora de estandes;
            reserve o seu stand; stands personalizados
            allestitori; allestimento fieristico; stand fieristico; progettazione stand; costruzione stand; prenota il tuo stand
            standbouw; beursstand; beursdeelname; standruimte; beurspresentatie; beurswand
            stoisko targowe; zabudowa targowa; projektowanie stoisk; budowa stoisk; ścianki reklamowe; powierzchnia wystawiennicza""",
    ),
    "awards": Trade(
        "awards to pay for",
        common=False,
        words="""
            award nomination; business award; excellence award; awards gala; winner's package; who's who; commemorative plaque;
            wine awards; been nominated for; top 10 companies; most innovative company; medal and stickers; nominate your company;
            you have been nominated
            unternehmerpreis; innovationspreis; qualitätssiegel; gütesiegel; preisverleihung; siegel führen; nominierung zum
            nominé pour; votre nomination; label qualité; trophée de l'entreprise; prix de l'excellence; concours des vins;
            frais d'inscription au prix
            premio a la excelencia; premios nacionales; nominado a los; gala de premios; sello de calidad; medalla al mérito;
            premio empresarial
            prémio de excelência; prêmio de excelência; selo de qualidade; indicado ao prêmio; cerimónia de entrega;
            nomeado para o prémio; prémio empresarial
            premio eccellenza; concorso enologico; concorso internazionale; candidatura al premio; nomination al premio;
            sigillo di qualità
            ondernemersprijs; innovatieprijs; genomineerd voor; nominatie voor; keurmerk voor; award uitreiking
            nagroda biznesu; gazele biznesu; orły polskiego; certyfikat jakości; gala finałowa; nominacja do nagrody""",
    ),
    "podcasting": Trade(
        "podcast production and guests",
        common=False,
        words="""
            podcast guest; podcast production; podcast hosting; grow your podcast; edit your podcast; be a guest;
            launch your podcast; start a podcast; perfect guest for your; guest on your podcast; podcast editing;
            guest on your show; podcast growth; podcast promotion
            podcastproduktion; podcasthosting; podcastagentur; podcast produktion; gast in ihrem podcast; gast für ihren podcast;
            podcast agentur
            production de podcast; hébergement de podcast; montage de podcast; agence de podcast; hébergeur de podcast;
            promotion de podcast; invité pour votre podcast
            producción de podcast; edición de podcast; alojamiento de podcast; agencia de podcast; invitado para su podcast;
            producción de podcasts; edición de podcasts
            produção de podcast; edição de podcast; hospedagem de podcast; alojamento de podcast; convidado para o seu podcast;
            produção de podcasts; edição de podcasts
            produzione podcast; montaggio podcast; hosting per podcast; ospite del tuo podcast; ospite per il tuo podcast;
            produzione di podcast
            podcastproductie; podcasthost; podcastbureau; podcastmontage; podcastplatform; podcaststudio
            produkcja podcastu; montaż podcastu; hosting podcastów; gość w podcastu; goście do podcastu; produkcja podcastów""",
    ),
    "magazine-advertising": Trade(
        "advertising in print and on air",
        common=True,
        words="""
            advertorial; magazine advertising; advertising space; quarter page; media kit; media pack; editorial feature;
            double page; sponsored feature; full page ad; half page ad; special issue advertisers; front cover feature;
            advertise in our
            anzeigenschaltung; anzeigenpreis; zeitungsanzeige; mediadaten; radiowerbung; fernsehwerbung;
            anzeigensonderveröffentlichung
            publirédactionnel; publireportage; encart publicitaire; insertion publicitaire; espace publicitaire;
            publicité dans notre; spot radio
            publirreportaje; espacio publicitario; espacios publicitarios; anunciarse en; cuña de radio; publicidad en radio;
            anuncio en nuestra revista
            publirreportagem; publireportagem; espaço publicitário; anunciar na; anúncio na revista; publicidade na rádio;
            spot de rádio
            pubbliredazionale; publiredazionale; spazio pubblicitario; inserzione pubblicitaria; inserzioni pubblicitarie;
            pubblicità in radio
            advertentieruimte; radiospotje; radioreclame; advertentiepagina; advertentietarieven; paginagrote
            reklama w prasie; cennik reklam; powierzchnia reklamowa; spot radiowy; ogłoszenie w gazecie; reklama w radiu""",
    ),
    "reviews": Trade(
        "online reviews",
        common=True,
        words="""
            trustpilot; google reviews; buy reviews; review management; reputation repair; online reputation; reputation defender;
            positive reviews for; remove negative reviews; remove negative content; positive reviews guaranteed;
            more five star reviews; remove bad reviews; remove negative results
            bewertungsmanagement; bewertungslöschung; google bewertung; bewertungen kaufen; google bewertungen; bewertungen löschen;
            negative bewertungen entfernen
            avis google; gestion des avis; suppression d'avis; supprimer les avis; acheter des avis; avis en ligne;
            avis clients positifs
            reseñas de google; opiniones positivas; eliminar reseñas; comprar reseñas; gestión de reseñas; reseñas en google;
            opiniones negativas
            avaliações no google; remover avaliações; comprar avaliações; reputação online; gestão de avaliações;
            avaliações do google; avaliações positivas
            recensioni google; rimozione recensioni; gestione recensioni; comprare recensioni; cancellare recensioni;
            recensioni positive
            reviewbeheer; positieve reviews; reviews kopen; recensies verzamelen; online reputatie; positieve recensies
            opinie google; usuwanie opinii; pozytywne opinie; kupić opinie; negatywne opinie; zarządzanie opiniami""",
    ),
    "marketplace-selling": Trade(
        "selling on online marketplaces",
        common=False,
        words="""
            amazon fba; etsy shop; ebay store; marketplace consultant; online marketplace; fba business; sell on amazon;
            list your products; become a seller; sell your products on our; amazon seller; etsy seo; ebay seller;
            marketplace management
            marktplatzanbindung; amazon agentur; online marktplatz; online marktplätze; ebay shop; verkaufen auf amazon;
            auf unserem marktplatz
            agence amazon; vendeurs amazon; vendre sur amazon; places de marché; place de marché; compte vendeur amazon;
            gestion de marketplaces
            agencia amazon; consultor amazon; vender en amazon; tienda en amazon; vendedores de amazon; gestión de marketplaces;
            vender en ebay
            vendedores amazon; vender na amazon; gestão de marketplaces; loja na amazon; vender no mercado livre; vender na etsy;
            vender em marketplaces
            consulente amazon; agenzia amazon; account amazon; gestione marketplace; venditori amazon; vendere su amazon
            amazon bureau; marktplaats koppeling; amazon specialist; verkopen op bol; bol com partner; verkopers op bol
            obsługa allegro; agencja amazon; sprzedawaj na; sprzedaż na amazon; konto na allegro; oferty na allegro""",
    ),
    "market-research": Trade(
        "market research and surveys",
        common=True,
        words="""
            market report; market size; research report; survey panel; paid survey; focus group; industry report; forecast period;
            expert network; paid consultation; mystery shopping; consumer panel; market intelligence; competitive intelligence
            marktforschung; marktstudie; marktbericht; marktanalyse; umfragesoftware; kundenbefragung; onlineumfragen
            institut d'études; enquête client; client mystère; clients mystères; réseau d'experts; étude de marché;
            panel de consommateurs
            encuestas pagadas; cliente misterioso; estudio de mercado; investigación de mercado; informe de mercado;
            panel de consumidores; encuestas remuneradas
            inquéritos pagos; cliente mistério; cliente oculto; pesquisas remuneradas; estudo de mercado; pesquisa de mercado;
            relatório de mercado
            sondaggi retribuiti; mystery client; ricerca di mercato; studio di mercato; indagine di mercato; report di mercato
            marktonderzoek; marktrapport; klanttevredenheidsonderzoek; enquêtesoftware; onderzoekspanel; klantonderzoek
            badania rynku; raport rynkowy; płatne ankiety; analiza rynku; tajemniczy klient; panel konsumencki""",
    ),
    "domain-names": Trade(
        "domain names",
        common=True,
        words="""
            domain names for sale; domain name registration; premium domain; matching domain; domain auction; expired domain;
            own the domain; domains for sale; buy this domain; register domain names; domain name expiration;
            brand name and keyword; premium domains; expired domains
            domainverkauf; domainregistrierung; domainhandel; domain kaufen; domainname verfügbar; domain verkauf;
            domainnamen verfügbar
            enregistrement de domaine; renouvellement de domaine; nom de domaine disponible; vente de noms de domaine;
            enregistrement de noms de domaine; nom de domaine disponibles; enregistrement de nom de domaine
            dominio en venta; registro de dominio; renovación de dominio; venta de dominios; dominio a la venta;
            registro de dominios; dominio premium
            domínio à venda; registo de domínio; registro de domínio; venda de domínios; domínio premium; registo de domínios;
            registro de domínios
            dominio in vendita; domini in vendita; registrazione di domini; vendita domini; dominio disponibile; domini premium
            domeinregistratie; domeinnaam te koop; premium domeinnaam; domeinnamen te koop; domeinnaam kopen;
            domeinnaam registreren
            domena na sprzedaż; rejestracja domen; odnowienie domeny; sprzedaż domen; giełda domen; domena do kupienia""",
    ),
    "event-sponsorship": Trade(
        "sponsoring of events",
        common=True,
        words="""
            sponsorship packages; sponsorship package; sponsor package; gold sponsor; event sponsor; platinum sponsor;
            sponsoring opportunity; bronze sponsor; headline sponsor; become a sponsor; sponsor packages; gold sponsors;
            event sponsors; platinum sponsors
            sponsoringpaket; sponsorenpaket; sponsorensuche; sponsoringmöglichkeit; sponsoringkonzept; hauptsponsor; goldsponsor
            devenir sponsor; pack sponsor; mécénat d'entreprise; offre de parrainage; dossier de sponsoring; formule de sponsoring;
            recherche de sponsors
            ser patrocinador; patrocinador oro; buscamos patrocinadores; paquete de patrocinio; oportunidad de patrocinio;
            propuesta de patrocinio; dossier de patrocinio
            patrocinador oficial; seja patrocinador; pacote de patrocínio; cota de patrocínio; oportunidade de patrocínio;
            proposta de patrocínio; pacotes de patrocínio
            pacchetto sponsor; diventare sponsor; sponsor ufficiale; ricerca sponsor; sponsorizzazione dell'evento;
            opportunità di sponsorizzazione
            sponsorpakket; sponsormogelijkheden; sponsorvoorstel; hoofdsponsor; sponsor worden; sponsoring van
            pakiet sponsorski; oferta sponsorska; zostać sponsorem; sponsor główny; propozycja sponsoringu; szukamy sponsorów""",
    ),
}
