"""Dubious: nobody asks for these at work."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "gambling": Trade(
        "gambling",
        common=False,
        words="""
            casino; gambling; betting; sportsbook; poker; blackjack; roulette; igaming; bookmaker; online slots; free spins;
            sports picks; slot machines; lottery tickets
            glücksspiel; sportwetten; wettanbieter; freispiele; spielbank; lottotipp; tippgemeinschaft
            jeux d'argent; paris sportifs; tours gratuits; pronostics sportifs; machines à sous; jeux de hasard; paris en ligne
            apuestas; tragaperras; ruleta; tragamonedas; tiradas gratis; pronósticos deportivos; juegos de azar
            apostas; cassino; roleta; raspadinhas; caça níqueis; rodadas grátis; jogos de azar
            scommesse; casinò; pronostici; gioco d'azzardo; giochi d'azzardo; slot machine
            gokken; goksite; weddenschap; gokkast; kansspel; sportweddenschappen
            kasyno; hazard; bukmacher; darmowe spiny; automaty do gier; kasyna""",
    ),
    "mlm": Trade(
        "multi-level marketing",
        common=False,
        words="""
            network marketing; mlm; downline; multi level; multilevel marketing; matrix program; residual income; passive income;
            direct selling; independent distributor; recruit others; gifting program; home party; income opportunity
            strukturvertriebe; networkmarketing; direktvertrieb; nebenverdienst; schneeballsystem; vertriebspartnerschaft;
            nebeneinkommen
            marketing de réseau; revenu passif; vente directe; revenus complémentaires; revenu complémentaire; parrainage illimité;
            complément de revenu
            multinivel; ingreso pasivo; venta directa; ingresos extra; mercadeo en red; redes de mercadeo; ingreso pasivos
            multinível; renda passiva; venda direta; rendimento passivo; vendas diretas; rendimento adicional; marketing de rede
            multilivello; vendita diretta; rendita passiva; reddito passivo; guadagno extra; guadagni extra
            netwerkmarketing; bijverdiensten; thuisverkoop; piramidespel; netwerkverkoop; passief inkomen
            marketing sieciowy; sprzedaż bezpośrednia; dochód pasywny; pasywny dochód; dodatkowy dochód; struktura sprzedaży""",
    ),
    "work-at-home": Trade(
        "earning money from home",
        common=False,
        words="""
            work from home; earn money; easy money; home worker; envelope stuffing; stuffing envelopes; turnkey business;
            automated income; internet business; extra cash; second income; financial freedom; get rich; make money online
            heimarbeit; nebenjob; geld verdienen; schnelles geld; finanzielle freiheit; zweites einkommen; reich werden
            travailler; argent facile; liberté financière; revenus en ligne; gagnez jusqu'à; devenir riche; gagner de l'argent
            ganar dinero; dinero fácil; libertad financiera; gane hasta; trabajo desde casa; trabajar desde casa; ganar desde casa
            ganhar dinheiro; dinheiro fácil; liberdade financeira; ganhe até; trabalhar em casa; renda em casa; trabalhe de casa
            guadagnare da casa; soldi facili; libertà finanziaria; guadagna da casa; guadagni facili; guadagnare denaro
            bijverdienen; thuiswerk als; financiële vrijheid; snel geld; verdien tot; snel rijk
            zarobisz; praca w domu; zarabiaj w; łatwe pieniądze; wolność finansowa; dodatkowy zarobek""",
    ),
    "online-pharmacy": Trade(
        "drugs without a prescription",
        common=False,
        words="""
            viagra; cialis; levitra; xanax; valium; tramadol; vicodin; phentermine; sildenafil; ambien; ozempic; semaglutide;
            hydrocodone; oxycodone
            versandapotheke; rezeptfrei; potenzmittel; potenzpillen; abnehmspritze; online apotheke; ohne rezept
            sans ordonnance; dysfonction érectile; pharmacie en ligne; médicaments en ligne; troubles de l'érection;
            médicaments pas chers; pharmacies en ligne
            farmacia online; sin receta; disfunción eréctil; medicamentos online; potencia sexual; farmacia en línea;
            medicamentos sin
            impotência; farmácia online; sem receita; disfunção erétil; potência sexual; farmácia on line; farmácia canadense
            impotenza; senza ricetta; senza prescrizione; disfunzione erettile; farmaci online; farmacie online
            erectiepillen; internetapotheek; potentiemiddel; receptvrij; online apotheek; zonder recept
            potencja; erekcja; apteka internetowa; bez recepty; leki online; potencję""",
    ),
    "replicas": Trade(
        "replica goods",
        common=False,
        words="""
            rolex; gucci; replica watches; aaa quality; luxury watches; louis vuitton; swiss watches; omega watches; cheap handbags;
            designer handbags at; replica watch; cheap sneakers; designer handbags for; replica handbags
            replika; uhrenreplika; luxusuhren; markenuhren; designertaschen; replik uhren; nachgemachte uhren
            contrefaçons; montres de luxe; répliques de; sacs de luxe; sacs de marque; montres répliques; montres replica
            relojes réplica; imitaciones de; réplica de relojes; bolsos de marca; relojes de lujo; réplica de lujo;
            relojes de imitación
            relógios de luxo; imitações de; réplica de relógios; bolsas de grife; malas de marca; relógios réplica; réplica de luxo
            repliche di orologi; orologi replica; borse griffate; orologi di marca; orologi di lusso; borse firmate
            merkhorloges; namaakhorloges; designertassen; replicahorloges; replica horloges; luxe horloges
            repliki zegarków; podróbki zegarków; luksusowe zegarki; markowe torebki; zegarki szwajcarskie; repliki torebek""",
    ),
    "pirated-software": Trade(
        "cheap copies of software",
        common=False,
        words="""
            warez; oem software; cheap software; cracked software; discount software; software cd; backup cd; cd keys;
            activation keys; photoshop cs; office xp; software for pennies; download software cheap; all software on;
            windows xp pro; software at low
            raubkopien; aktivierungsschlüssel; produktschlüssel; billige software; oem lizenzen; software zum schnäppchenpreis;
            software extrem günstig; software spottbillig
            logiciels oem; clés d'activation; logiciel pas cher; logiciels pas chers; clés de licence; logiciels à prix cassés;
            clés de produit
            software barato; programas baratos; claves de activación; software oem; claves de producto; software pirata;
            claves de licencia
            chaves de ativação; chaves de produto; chaves de licença
            software a basso; chiavi di attivazione; codici di attivazione; chiavi di licenza; software economico
            activatiecode; softwaresleutels; activeringssleutels; productsleutels; goedkope software; oem versies; activatiecodes
            pirackie; tanie oprogramowanie; klucze aktywacyjne; tanie programy; oprogramowanie oem; klucze do windows;
            klucze licencyjne""",
    ),
    "dating": Trade(
        "dating and adult sites",
        common=False,
        words="""
            porn; matchmaking; dating site; lonely wives; meet singles; russian brides; adult content; webcam girls; live cams;
            onlyfans agency; hot girls; sex toys; cam girls; hot singles
            partnervermittlung; singlebörse; erotik; sexkontakte; seitensprung; camgirls; partnersuche
            érotique; rencontres coquines; femmes russes; célibataires près; plan cul; agence matrimoniale; site de rencontre
            eróticos; mujeres rusas; solteros en; agencia matrimonial; sitio de citas; páginas de citas; citas en línea
            acompanhantes; mulheres russas; encontros adultos; conteúdo adulto; namoro online; site de encontros;
            mulheres solteiras
            erotico; donne russe; incontri per adulti; agenzia matrimoniale; siti di incontri; sito di incontri
            datingsite; sekscontact; erotiek; datingbureau; relatiebemiddeling; escortservice
            randki; erotyczne; sekskamerki; singielki; portal randkowy; serwis randkowy""",
    ),
    "drop-shipping": Trade(
        "drop-shipping",
        common=False,
        words="""
            drop shipping; dropshipping; dropship; drop ship; winning products; no inventory; blind shipping;
            ecommerce automation store; print on demand supplier; done for you store; shipped directly to your customers;
            print on demand products; dropshipper; drop shipper; print on demand store; dropshippers; drop shippers;
            print on demand business; dropshipped; drop shipped; print on demand partner
            streckengeschäft; ohne lagerhaltung; direktversand an ihre; ohne eigenes lager
            sans stock; livraison directe au client; boutique clé en main; impression à la demande
            sin stock; sin inventario; impresión bajo demanda; triangulación de envíos; envío directo al cliente
            sem stock; sem estoque; impressão sob demanda; envio direto ao cliente
            senza magazzino; stampa su richiesta; spedizione diretta al cliente
            dropshipleverancier; dropshipment; dropshipprogramma; zonder voorraad; rechtstreeks naar uw klanten
            dropshippingu; dropshippingowy; bez magazynu; wysyłka bezpośrednio do; dropshippingowa; dropshippingowe;
            dropshippingowych; dropshippingowej""",
    ),
    "investigators": Trade(
        "investigators and spying tools",
        common=False,
        words="""
            private investigator; detective agency; spy software; find anyone; people search; track anyone; reverse phone;
            internet spy; hidden camera; corporate investigations; debtor tracing; people finder; skip tracing; hacking services
            privatdetektiv; detektei; spionagesoftware; wirtschaftsdetektei; abhörschutz; detektivbüro; versteckte kamera
            détective privé; logiciel espion; enquêteur privé; caméra cachée; caméra espion; agence de détectives; détective privés
            detective privado; software espía; cámara oculta; investigador privado; agencia de detectives; contratar un hacker;
            detective privados
            detetive particular; software espião; câmara oculta; câmera espiã; agência de detetives; detetive particulares;
            investigador particular
            microspie; investigatore privato; agenzia investigativa; investigazioni private; telecamera nascosta; software spia
            privédetective; recherchebureau; bedrijfsrecherche; detectivebureau; spycam; verborgen camera
            detektyw; podsłuch; biuro detektywistyczne; usługi detektywistyczne; ukryta kamera; oprogramowanie szpiegowskie""",
    ),
}
