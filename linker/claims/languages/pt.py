"""Portuguese."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="pt",
    common=words("""
        o a os as um uma uns umas e ou mas de do da dos das em no na nos nas com sem por pelo pela para ao à aos às que
        se seu sua seus suas é são era foi foram tem têm tinha mais menos muito não também já como quando onde quem
        porque este esta esse essa isso ele ela eles elas lhe nos entre sobre desde até segundo após durante contra
        há ser está estão todo todos assim ontem hoje amanhã dois três
    """),
    speech=words("""
        disse diz dizem disseram dito afirmou afirma afirmam afirmaram afirmado declarou declara acrescentou acrescenta
        explicou explica explicam explicaram garantiu garante assegurou assegura anunciou anuncia escreveu escreve
        tuitou publicou sublinhou sublinha destacou destaca lembrou lembra insistiu insiste alertou alerta avisou
        reconheceu reconhece admitiu admite contou conta contam relatou relata comentou comenta respondeu responde
        criticou critica denunciou lamentou lamenta prometeu promete concluiu conclui reiterou reitera informou
        informa revelou revela confirmou confirma perguntou pergunta ressaltou ressalta completou completa
        defendeu defende indicou indica salientou frisou considerou considera pediu ironizou
    """),
    reporting=words("acusou acusa acredita pensa espera teme propôs propõe rejeitou"),
    according=phrases("""
        segundo
        de acordo com
        conforme
        nas palavras de
        na opinião de
    """),
    depending=words("segundo conforme"),
    that=words("que se como"),
    clause=words("que e mas ou porque se quando enquanto onde"),
    relative=words("quem"),
    pronouns={"ele": "m", "ela": "f", "eles": "p", "elas": "p"},
    mute=words("eu nós você vocês"),
    prepositions=words(
        "de do da dos das em no na nos nas com sem por pelo pela para ao à aos às sobre desde até segundo após durante contra entre"
    ),
    between=words(
        "também ainda depois já então não se lhe segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo ontem hoje havia tem"
    ),
    passive=words("sido foi foram"),
    finite=words("""
        é são era eram foi foram será serão seria seja tem têm tinha tinham há havia haverá haja está estão estava pode
        podem podia poderá poderia pôde deve devem devia deveria vai vão
    """),
    participles=("ado", "ido", "dito", "escrito"),
    plural=("m",),
    reflexive=words("se"),
    agents=("ista", "istas", "ador", "adores", "adora", "ores"),
    locative=words("em no na nos nas desde até"),
    titles=words("""
        senhor senhora sr sra dom dona dr dra presidente presidenta primeiro primeiro-ministro ministro ministra
        prefeito prefeita senador senadora deputado deputada general papa rei rainha procurador procuradora juiz
        juíza secretário secretária diretor diretora chefe porta-voz governador governadora professor professora
        embaixador embaixadora treinador capitão cantor cantora ator atriz escritor escritora jornalista economista
        advogado advogada líder candidato candidata vereador vereadora delegado delegada ex-presidente
    """),
    honorifics={
        "senhor": "m",
        "sr": "m",
        "senhora": "f",
        "sra": "f",
        "ministra": "f",
        "deputada": "f",
        "diretora": "f",
    },
    roles=words("""
        polícia governo ministério procuradoria exército fonte fontes porta-voz empresa sindicato partido associação
        especialistas pesquisadores testemunhas autoridades prefeitura tribunal kremlin comissão relatório estudo
        pesquisa moradores clube
    """),
    sources=words("""
        publicação mensagem tuíte post vídeo foto imagem legenda página conta canal artigo jornal diário mídia site
        comunicado carta documento texto nota investigação dados sentença homem mulher jovem menino menina mãe pai irmão
        irmã filho filha avô avó amigo amiga colega vizinho vizinha usuário usuária leitor leitora passageiro família
        estudante professor médico médica enfermeiro enfermeira bombeiros companhia hospital escola igreja federação
        fundação instituto universidade coletivo movimento oposição agência câmara cidade equipe
    """),
    particles=words("de do da dos das van von der den"),
    not_names=words(
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    ),
    organisations=words(
        "partido tribunal universidade ministério governo congresso senado banco conselho comissão união nações agência lusa otan nato ue onu reuters polícia folha globo"
    ),
    abbreviations=words("sr sra dr dra d prof etc p pág n av art ex"),
    negations=words("não nunca jamais nada sem nem nenhum nenhuma"),
    definite=words("o a os as"),
    articles=words("o a os as um uma uns umas este esta seu sua vários várias"),
    furniture=(
        r"(?:leia|leia também|leia mais|veja|veja também|saiba mais|assista|ouça)\b.{0,150}$",
        r"(?:foto|imagem|vídeo|crédito|fonte)s?\s?:",
        r"(?:publicidade|assine|inscreva-se|subscreva|siga|compartilhe|partilhe|clique)\b.{0,160}$",
        r"por (?:(?-i:[A-ZÁÉÍÓÚ])[\w.’'-]++ ?){2,4}$",
    ),
    drops_pronouns=True,
    dashes=True,
)
