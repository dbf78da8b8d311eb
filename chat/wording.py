"""One clear Chinese sentence for each error: what is wrong and what to do."""

from corpus import errors

_SENTENCES: dict[type[errors.RongceError], str] = {
    errors.MissingFile: "找不到文件“{value}”，请检查路径是否正确、是否有读取权限。",
    errors.EmptyFile: "文件“{value}”没有内容，请换一份有正文的文件。",
    errors.BinaryFile: (
        "文件“{value}”读不出文字，可能已损坏或是扫描件；"
        "请换成文字版的 txt、md、docx、pdf 或 html。"),
    errors.LockedFile: "文件“{value}”设有密码，读不出内容；请去掉密码后再上传。",
    errors.ScannedFile: (
        "文件“{value}”是扫描件，只有图片没有文字；请先做文字识别，或换成文字版后再上传。"),
    errors.LargeFile: "文件“{value}”太大，{detail}；请去掉图片或拆成几份后再上传。",
    errors.UnsupportedFormat: (
        "不支持“{value}”的格式；政策文件请用 txt、md、docx、pdf 或 html，"
        "产品库请用 csv、xlsx 或 jsonl。"),
    errors.NoClauses: (
        "“{value}”里没有找到带编号的条款（如“一、”“（一）”“1.”“第一条”），"
        "请确认它是一份政策文件。"),
    errors.BadRow: "产品库 {value} 有误：{detail}；请改正后重新导入，原有数据没有改动。",
    errors.PrintError: "{value}：{detail}",
    errors.ShowcaseError: "{value}：{detail}",
    errors.SnapshotError: "{value}：{detail}",
    errors.SettingsError: "设置“{value}”有误：{detail}；可用的设置见 README。",
    errors.UnknownRegion: "不认识地区“{value}”，请写省、市或区县的名称，例如“黑龙江”“洛阳”“黔江”。",
    errors.ModelError: (
        "向量模型“{value}”无法加载；请检查名称或文件夹，"
        "或去掉 RONGCE_EMBEDDING_MODEL 改用内置模型。"),
    errors.ModelDown: "（语言模型暂不可用，以下为条款原文整理。）",
    errors.BadIndex: (
        "索引文件夹“{value}”无法使用；请检查是否可写，"
        "或用 RONGCE_DATA_DIR 换一个文件夹。"),
    errors.UnwritableFolder: (
        "文件夹“{value}”写不进去（磁盘已满或没有写权限），这次没有生效，原有资料没有改动；"
        "请清理磁盘或检查权限后再试。"),
    errors.ServeError: "网页服务无法启动：{value}；请换一个端口，例如 --port 7861。",
    errors.Busy: "现在提问的太多，请稍等几秒再试。",
    errors.RecordsBusy: "数据库正被占用，这次没有保存；请稍等片刻再试。",
    errors.RecordsFull: "磁盘已满，这次没有保存；请清理磁盘后再试。",
    errors.RecordsReadOnly: "数据库“{value}”不可写，这次没有保存；请检查文件夹权限。",
    errors.RecordsGone: (
        "数据库“{value}”连接不上、已损坏或已被移走，这次没有保存；"
        "请检查它是否还在、服务是否运行，再重新启动。"),
    errors.RecordsNewer: "数据库由更新的版本写过（{value}），请升级本程序后再打开。",
    errors.RecordsError: "数据库“{value}”出错：{detail}。",
    errors.SignInError: "没有登录成功，请重新登录。",
    errors.NotAllowed: "您没有权限{value}。",
    errors.NotFound: "找不到这个{value}，可能已被删除，或不属于您。",
    errors.FormError: "“{value}”{detail}，请改正后再试。",
    errors.StaleEdit: (
        "“{value}”刚被{detail}改动，您的修改还没有保存；请对照两个版本后再保存。"),
    errors.Conflict: "“{value}”刚被别人改动，请刷新后再试。",
}
_QUESTIONS = {
    "compare": "请给出两到四项不同的产品，现在是 {value} 项。",
    "several products": "“{value}”，请写全名称或加上地区。",
    "no quarter": "请写明与哪一季比较，例如 python app.py quarters diff 2026Q3。",
    "no product": "产品库里没有叫“{value}”的产品，请写全名称，或先用“找产品”查看。",
    "empty": "问题是空的，请写下您想问的政策或产品。",
    "too long": "问题太长（{value} 字），请精简到 2000 字以内。",
    "no words": "没有看到文字，请用中文写下您的问题，例如“担保费率最高多少？”。",
    "no need": "请说明企业情况和资金用途，例如“我们在哈尔滨做传感器，没有抵押物，想贷300万”。",
    "json": "这一行不是有效的 JSON 对象：{value}",
}
_REFUSED = {
    "wrong": "账号或密码不对，或账号已停用；连续错 5 次将锁定 15 分钟。",
    "locked": "输错次数太多，账号已锁定，请 15 分钟后再试。",
    "expired": "登录已过期，请重新登录。",
}
_CONFLICTS = {
    "claimed": "这个需求刚被其他银行接下，请看看别的需求。",
    "closed": "这个需求已经办结，不能再改。",
    "moved": "这个需求的状态刚有变化，请刷新后再试。",
    "form used": "这张表单已经提交过，内容却不同；请重新打开表单填写。",
    "name taken": "账号名“{value}”已经有人用了，请换一个。",
    "form open": "有一道题正在修改，还没有保存；请先保存或取消它。",
    "run moved": "“{value}”的这次评测状态刚有变化，请刷新后再试。",
    "key name taken": "已有叫“{value}”的接口密钥，请换一个名称。",
    "base": "“{value}”刚有了别的版本；已按现在生效的版本重新比较，请核对差异后再发布。",
    "published": "这份草稿刚被发布或删除，请刷新后再看。",
    "not in force": "“{value}”的这个版本已经不是生效版本，请刷新后再看。",
    "in force": "“{value}”的内容与生效版本相同，没有需要发布的变化。",
    "publishing": "正有别人在发布，请稍等片刻再试。",
    "listed": "白名单里已有同一企业的这个项目（{value}）。",
}


def sentence(error: Exception) -> str:
    """Return the sentence to show for `error`."""
    if isinstance(error, errors.QuestionError):
        template = _QUESTIONS.get(error.detail, "“{value}”填写有误：{detail}")
        return template.format(value=error.value, detail=error.detail)
    if isinstance(error, errors.UnknownRegion) and error.detail:
        return f"“{error.value}”有多处：{error.detail}，请连省市一起写明。"
    if isinstance(error, errors.SignInError | errors.Conflict):
        known = _REFUSED | _CONFLICTS
        if error.detail in known:
            return known[error.detail].format(value=error.value)
    for kind in type(error).__mro__:
        if kind in _SENTENCES and isinstance(error, errors.RongceError):
            return _SENTENCES[kind].format(value=error.value, detail=error.detail)
    return f"出错了：{error}"
